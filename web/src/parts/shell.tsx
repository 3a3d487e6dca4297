import type { ComponentChildren } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { t } from "../i18n"
import { Announced, announce } from "./announce"
import { connection } from "./live"
import { Search } from "./search"
import { status } from "./session"
import { Settings } from "./settings"

/** What stands around each view: the way to the others, the search, and what the page has to say of itself. */
export function Shell({ children }: { children: ComponentChildren }) {
    const { path } = useLocation()
    const main = useRef<HTMLElement>(null)
    const came = useRef(path)
    useEffect(() => {
        if (came.current === path) return
        came.current = path
        main.current?.focus({ preventScroll: true })
        window.scrollTo(0, 0)
        // by then the view has given the document its title
        const timer = setTimeout(() => announce(document.title), 400)
        return () => clearTimeout(timer)
    }, [path])

    const links = [
        ["/", t("nav.overview")],
        ["/compare", t("nav.compare")],
        ["/sources", t("nav.sources")],
        ["/lists", t("nav.lists")],
    ] as const
    const within = (to: string) => (to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`))
    return (
        <>
            <a class="skip" href="#main">
                {t("nav.skip")}
            </a>
            <header>
                <div class="top">
                    <a class="brand" href="/" aria-label="Tellings">
                        <Emblem />
                        <span>Tellings</span>
                    </a>
                    <nav aria-label={t("nav.label")}>
                        {links.map(([to, label]) => (
                            <a href={to} aria-current={within(to) ? "page" : undefined}>
                                {label}
                            </a>
                        ))}
                    </nav>
                    <Search />
                    <Settings />
                </div>
                {status.value?.demo && <p class="demo">{t("demo")}</p>}
                <Banner />
            </header>
            <main id="main" tabIndex={-1} ref={main}>
                {children}
            </main>
            <Announced />
        </>
    )
}

/** Two columns of lines: accounts side by side. */
function Emblem() {
    return (
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <path class="one" d="M4 8h12M4 16h12M4 24h8" />
            <path class="other" d="M20 8h8M20 16h8M20 24h4" />
        </svg>
    )
}

/** Says that the server or the network is gone, while it is. */
function Banner() {
    const [online, setOnline] = useState(navigator.onLine)
    const [was, setWas] = useState(false)
    useEffect(() => {
        const look = () => setOnline(navigator.onLine)
        addEventListener("online", look)
        addEventListener("offline", look)
        return () => {
            removeEventListener("online", look)
            removeEventListener("offline", look)
        }
    }, [])
    const gone = connection.value === "gone"
    useEffect(() => {
        if (gone) setWas(true)
        else if (was) {
            setWas(false)
            announce(t("banner.back"))
        }
    }, [gone])
    return (
        <div role="status" class="banner" hidden={!gone}>
            {gone && t(online ? "banner.gone" : "banner.offline")}
        </div>
    )
}
