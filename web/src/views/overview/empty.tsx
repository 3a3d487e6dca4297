import { useId, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { t } from "../../i18n"

/** What a ledger that holds nothing yet shows: the way to a first comparison, and to filling it. */
export function Empty() {
    const { route } = useLocation()
    const [links, setLinks] = useState("")
    const id = useId()
    return (
        <section class="empty">
            <h1>{t("empty.title")}</h1>
            <p>{t("empty.text")}</p>
            <form
                onSubmit={(event) => {
                    event.preventDefault()
                    const found = links.split(/\s+/).filter(Boolean)
                    route(`/compare?links=${encodeURIComponent(found.join("\n"))}`)
                }}
            >
                <label for={id}>{t("empty.links")}</label>
                <textarea
                    id={id}
                    rows={6}
                    spellcheck={false}
                    placeholder={"https://…\nhttps://…"}
                    value={links}
                    onInput={(event) => setLinks(event.currentTarget.value)}
                />
                <p class="ways">
                    <button type="submit" class="primary">
                        {t("empty.compare")}
                    </button>
                    <a href="/compare">{t("empty.texts")}</a>
                </p>
            </form>
            <h2>{t("empty.fill")}</h2>
            <dl>
                <dt>
                    <code>tellings add articles/ https://…</code>
                </dt>
                <dd>{t("empty.add")}</dd>
                <dt>
                    <code>tellings watch https://…/feed.xml</code>
                </dt>
                <dd>{t("empty.watch")}</dd>
            </dl>
            <p class="quiet">{t("empty.live")}</p>
        </section>
    )
}
