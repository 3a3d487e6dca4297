import { useEffect, useId, useRef, useState } from "preact/hooks"
import type { Filters } from "../../api/types"
import { t } from "../../i18n"
import { Fault } from "../../parts/error"
import { webAddress } from "../../parts/links"
import { capital } from "../../parts/words"
import { overviewAddress } from "./filters"
import { FilterWords, filtersInWords } from "./words"

/** What is asked for: POST /lists. */
export interface Wish {
    name: string
    filters: Filters
    webhook: string | null
}

interface Props {
    filters: Filters
    make: (wish: Wish) => Promise<void>
    leave: () => void
}

/** A new list with the filters of the overview, under a name of its own. */
export function ListForm({ filters, make, leave }: Props) {
    const said = filtersInWords(filters).join(", ")
    const [name, setName] = useState(said.length < 60 ? capital(said) : "")
    const [webhook, setWebhook] = useState("")
    const [wrong, setWrong] = useState<"name" | "webhook" | null>(null)
    const [busy, setBusy] = useState(false)
    const [fault, setFault] = useState<Error | null>(null)
    const first = useRef<HTMLInputElement>(null)
    const second = useRef<HTMLInputElement>(null)
    const id = useId()
    useEffect(() => first.current?.select(), [])

    async function submit(event: Event) {
        event.preventDefault()
        const amiss = !name.trim() ? "name" : webhook.trim() && !webAddress(webhook.trim()) ? "webhook" : null
        setWrong(amiss)
        if (amiss) {
            ;(amiss === "name" ? first : second).current?.focus()
            return
        }
        setBusy(true)
        setFault(null)
        try {
            await make({ name: name.trim(), filters, webhook: webhook.trim() || null })
        } catch (error) {
            setFault(error as Error)
            setBusy(false)
        }
    }
    return (
        <form class="new" aria-labelledby={`${id}-title`} onSubmit={submit} noValidate>
            <h2 id={`${id}-title`}>{t("lists.new")}</h2>
            <div class="wanted">
                <p class="label">{t("lists.filters")}</p>
                <FilterWords of={filters} />
                <p>
                    <a href={overviewAddress(filters)}>{t("lists.filters.change")}</a>
                </p>
            </div>
            <p>
                <label for={`${id}-name`}>{t("lists.name")}</label>
                <input
                    id={`${id}-name`}
                    ref={first}
                    value={name}
                    maxLength={200}
                    required
                    aria-invalid={wrong === "name" || undefined}
                    aria-describedby={wrong === "name" ? `${id}-wrong` : undefined}
                    onInput={(event) => setName(event.currentTarget.value)}
                />
                {wrong === "name" && (
                    <span class="wrong" id={`${id}-wrong`}>
                        {t("lists.name.missing")}
                    </span>
                )}
            </p>
            <p>
                <label for={`${id}-webhook`}>{t("lists.webhook.optional")}</label>
                <input
                    id={`${id}-webhook`}
                    ref={second}
                    type="url"
                    value={webhook}
                    placeholder="https://"
                    aria-invalid={wrong === "webhook" || undefined}
                    aria-describedby={wrong === "webhook" ? `${id}-wrong ${id}-help` : `${id}-help`}
                    onInput={(event) => setWebhook(event.currentTarget.value)}
                />
                {wrong === "webhook" && (
                    <span class="wrong" id={`${id}-wrong`}>
                        {t("lists.webhook.wrong")}
                    </span>
                )}
                <span class="quiet help" id={`${id}-help`}>
                    {t("lists.webhook.help")}
                </span>
            </p>
            {fault && <Fault error={fault} />}
            <p class="choices">
                <button type="button" onClick={leave}>
                    {t("lists.cancel")}
                </button>
                <button type="submit" class="primary" disabled={busy}>
                    {t("lists.make")}
                </button>
            </p>
        </form>
    )
}
