import { useState } from "preact/hooks"
import { address } from "../../api/client"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Dialog } from "../../parts/dialog"
import { CopyIcon } from "../../parts/icons"
import { cited, table } from "./cite"
import type { Known } from "./known"
import { useShown } from "./show"

/** Copies what is known as a paragraph with its sources, and gives all of it as a table. */
export function Copy({ known }: { known: Known }) {
    const { model, kept } = useShown()
    const [copied, setCopied] = useState(false)
    const [byHand, setByHand] = useState<string | null>(null)
    const { incident } = model.view
    const copy = async () => {
        const { text, html } = cited(model, known)
        try {
            const item = { "text/plain": new Blob([text], { type: "text/plain" }), "text/html": new Blob([html], { type: "text/html" }) }
            await navigator.clipboard.write([new ClipboardItem(item)])
            setCopied(true)
            announce(t("incident.copied"))
            setTimeout(() => setCopied(false), 2500)
        } catch {
            // beyond loopback without TLS a browser gives no clipboard
            setByHand(text)
        }
    }
    const download = () => {
        const url = URL.createObjectURL(new Blob(["\ufeff", table(model)], { type: "text/csv" }))
        const link = document.createElement("a")
        link.href = url
        link.download = `${incident.title.replace(/[^\p{L}\p{N}]+/gu, "-")}.csv`
        link.click()
        setTimeout(() => URL.revokeObjectURL(url), 10_000)
    }
    return (
        <>
            <button type="button" onClick={copy}>
                <CopyIcon size={16} /> <span class="label">{copied ? t("incident.copied") : t("incident.copy")}</span>
            </button>
            {kept ? (
                <a class="button" href={address(`/incidents/${incident.id}.csv`)} download="">
                    CSV
                </a>
            ) : (
                <button type="button" onClick={download}>
                    CSV
                </button>
            )}
            <Dialog open={byHand !== null} title={t("incident.copy")} onClose={() => setByHand(null)}>
                <p>{t("incident.copy.by-hand")}</p>
                <textarea class="by-hand" rows={12} readOnly value={byHand ?? ""} onFocus={(event) => event.currentTarget.select()} />
            </Dialog>
        </>
    )
}
