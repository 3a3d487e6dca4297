import { useEffect, useId, useRef, useState } from "preact/hooks"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { CheckIcon, CopyIcon } from "../../parts/icons"

/** Words to be copied elsewhere, with a button that does. */
export function Copied({ label, text }: { label: string; text: string }) {
    const [done, setDone] = useState(false)
    const field = useRef<HTMLInputElement>(null)
    const id = useId()
    useEffect(() => {
        if (!done) return
        const soon = setTimeout(() => setDone(false), 2000)
        return () => clearTimeout(soon)
    }, [done])
    async function copy() {
        field.current?.select()
        try {
            await navigator.clipboard.writeText(text)
            setDone(true)
            announce(t("lists.copied"))
        } catch {
            announce(t("lists.copy.by-hand")) // without a secure connection a browser lets no page write there; it is selected
        }
    }
    return (
        <p class="copied">
            <label for={id}>{label}</label>
            <span>
                <input id={id} ref={field} readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
                <button type="button" aria-label={t("lists.copy.what", { what: label })} onClick={copy}>
                    {done ? <CheckIcon size={16} /> : <CopyIcon size={16} />}
                </button>
            </span>
        </p>
    )
}
