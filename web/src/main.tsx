import { computed, effect } from "@preact/signals"
import { render } from "preact"
import { App } from "./app"
import { preferred, speak } from "./i18n"
import { connection, deafen, follow, ledger } from "./parts/live"
import { locked, refresh, status } from "./parts/session"
import "./parts/theme"
import "./styles/fonts.css"
import "./styles/base.css"
import "./styles/parts.css"
import "./styles/shell.css"

const PAUSE = 4000

/** Asks who this is until somebody answers. */
function greet(): void {
    refresh().catch(() => {
        connection.value = "gone"
        setTimeout(greet, PAUSE)
    })
}

// the server is listened to while it lets us
const welcome = computed(() => status.value !== null && !locked.value)
effect(() => (welcome.value ? follow() : deafen()))
ledger.subscribe((event) => event && void refresh().catch(() => {}))

// what most begin with is fetched while the rest of the script is read
if (location.pathname === "/") void import("./views/overview")

const root = document.getElementById("app")
greet()
speak(preferred()).finally(() => root && render(<App />, root))
