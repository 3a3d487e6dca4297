import { t } from "../i18n"
import { useTitle } from "../parts/title"

/** What an address that leads nowhere shows. */
export function NotFound() {
    useTitle(t("missing.title"))
    return (
        <section class="narrow">
            <h1>{t("missing.title")}</h1>
            <p>
                {t("missing.text")} <a href="/">{t("nav.overview")}</a>
            </p>
        </section>
    )
}
