import { t } from "../i18n"

/** What an address that leads nowhere shows. */
export function NotFound() {
    return (
        <section class="narrow">
            <h1>{t("missing.title")}</h1>
            <p>
                {t("missing.text")} <a href="/">{t("nav.overview")}</a>
            </p>
        </section>
    )
}
