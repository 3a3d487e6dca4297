import { ApiError } from "../api/client"
import { t } from "../i18n"
import type { Resource } from "./load"
import type { ComponentChildren } from "preact"

/** What went wrong, in words, with a way to try again. */
export function Fault({ error, retry }: { error: Error; retry?: () => void }) {
    const status = error instanceof ApiError ? error.problem.status : 0
    const known = [0, 401, 403, 404, 429].includes(status)
    return (
        <div class="fault" role="alert">
            <p>
                <strong>{t(known ? `fault.${status}` : "fault.other")}</strong>
                {status > 0 && error.message && <span class="quiet"> {error.message}</span>}
            </p>
            {retry && (
                <button type="button" onClick={retry}>
                    {t("fault.retry")}
                </button>
            )}
        </div>
    )
}

/** Whether nothing is there, and nothing was. */
export const isMissing = <T,>(of: Resource<T>): boolean =>
    of.data === null && of.error instanceof ApiError && of.error.problem.status === 404

/** Shows a resource once it is there; before, that it is being asked for; otherwise why it isn't. */
export function Loaded<T>({ of, children }: { of: Resource<T>; children: (data: T) => ComponentChildren }) {
    return (
        <>
            {of.error && <Fault error={of.error} retry={of.reload} />}
            {of.data !== null ? (
                <div class={of.loading ? "loaded again" : "loaded"} aria-busy={of.loading}>
                    {children(of.data)}
                </div>
            ) : (
                of.loading && <Waiting />
            )}
        </>
    )
}

/** That something is on its way; it appears only when that takes a moment. */
export function Waiting() {
    return (
        <p class="waiting" role="status">
            {t("waiting")}
        </p>
    )
}
