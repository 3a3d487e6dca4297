import type { ComponentChildren } from "preact"
import { useLocation } from "preact-iso"
import { t } from "../i18n"

/** What stands around each view: the way to the others. */
export function Shell({ children }: { children: ComponentChildren }) {
    const { path } = useLocation()
    const links = [
        ["/", t("nav.overview")],
        ["/compare", t("nav.compare")],
        ["/sources", t("nav.sources")],
        ["/lists", t("nav.lists")],
    ] as const
    return (
        <>
            <a class="skip" href="#main">
                {t("nav.skip")}
            </a>
            <header class="top">
                <a class="brand" href="/">
                    Tellings
                </a>
                <nav aria-label={t("nav.label")}>
                    {links.map(([to, label]) => (
                        <a href={to} aria-current={path === to ? "page" : undefined}>
                            {label}
                        </a>
                    ))}
                </nav>
            </header>
            <main id="main" tabIndex={-1}>
                {children}
            </main>
        </>
    )
}
