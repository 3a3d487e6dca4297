import { useId, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import { ApiError } from "../../api/client"
import { t } from "../../i18n"
import { logIn } from "../../parts/session"
import { useTitle } from "../../parts/title"

/** The way in: a token, as `tellings token add` printed it. Where a view asked for it, that view comes next. */
export default function Login() {
    const { path, query, route } = useLocation()
    const [token, setToken] = useState("")
    const [fault, setFault] = useState<string | null>(null)
    const [busy, setBusy] = useState(false)
    const id = useId()
    useTitle(t("login.title"))

    async function enter(event: Event) {
        event.preventDefault()
        setBusy(true)
        setFault(null)
        try {
            await logIn(token.trim())
            // only a path of this page, never an address elsewhere
            const next = query.next?.startsWith("/") && !query.next.startsWith("//") ? query.next : "/"
            if (path === "/login") route(next, true)
        } catch (error) {
            const refused = error instanceof ApiError && [400, 401, 403].includes(error.problem.status)
            const many = error instanceof ApiError && error.problem.status === 429
            setFault(t(refused ? "login.refused" : many ? "fault.429" : "fault.0"))
            document.getElementById(id)?.focus()
        } finally {
            setBusy(false)
        }
    }
    return (
        <section class="login">
            <h1>{t("login.title")}</h1>
            <p class="quiet">{t("login.text")}</p>
            <form onSubmit={enter}>
                <label for={id}>{t("login.token")}</label>
                <input
                    id={id}
                    type="password"
                    autocomplete="current-password"
                    required
                    value={token}
                    aria-invalid={fault !== null}
                    aria-describedby={fault ? `${id}-fault` : undefined}
                    onInput={(event) => setToken(event.currentTarget.value)}
                />
                {fault && (
                    <p id={`${id}-fault`} class="wrong" role="alert">
                        {fault}
                    </p>
                )}
                <button type="submit" class="primary" disabled={busy || !token.trim()}>
                    {t("login.enter")}
                </button>
            </form>
            <p class="quiet">
                {t("login.how")} <code>tellings token add NAME --role read</code>
            </p>
        </section>
    )
}
