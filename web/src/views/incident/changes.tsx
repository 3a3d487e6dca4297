import type { CameSince, Figure } from "../../api/types"
import { t } from "../../i18n"
import { Ago } from "../../parts/moment"
import { count } from "../../parts/value"
import { capital, categoryName, facetName } from "../../parts/words"

/** What a fact said, in words; empty where it wasn't there. */
function said(figure: Figure | null): string {
    if (!figure) return ""
    if (figure.min !== undefined) return count({ min: figure.min, max: figure.max ?? null })
    return figure.says ? categoryName(figure.says) : t(`state.${figure.state}`)
}

/** Facts that changed, by id, each with what it said first; empty of a new one. */
export function changedOf(came: CameSince | null): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    for (const change of came?.changes ?? []) {
        const id = [change.facet, change.scope].filter(Boolean).join(" ")
        if (!found.has(id)) found.set(id, said(change.before))
    }
    return found
}

/** What came since the reader last looked. */
export function Changes({ came, onSeen }: { came: CameSince; onSeen: () => void }) {
    if (came.articles.length === 0 && came.changes.length === 0) return null
    return (
        <section class="changes" aria-labelledby="changes">
            <h2 id="changes">
                {t("incident.changes")} <Ago at={came.since} />
            </h2>
            <ul>
                {came.changes.map((change) => {
                    const [was, is] = [said(change.before), said(change.after)]
                    const moved = was !== is
                    return (
                        <li key={`${change.at} ${change.facet} ${change.scope}`}>
                            <span>{capital(facetName(change.facet))}</span>{" "}
                            {change.scope && <span class="quiet">{scopeSaid(change.scope)}</span>} {was && moved && <del>{was}</del>}{" "}
                            {is ? <ins>{is}</ins> : t("incident.changes.gone")}{" "}
                            {change.before && change.after && change.before.state !== change.after.state && (
                                <span class="quiet">
                                    {t(`state.${change.before.state}`)} → {t(`state.${change.after.state}`)}
                                </span>
                            )}
                        </li>
                    )
                })}
                {came.articles.length > 0 && (
                    <li>
                        {t("incident.changes.articles", { n: came.articles.length })}{" "}
                        {came.articles.slice(0, 5).map((one, at) => (
                            <>
                                {at > 0 && ", "}
                                <a href={`/articles/${one.article}`} title={one.title}>
                                    {one.outlet ?? one.id}
                                </a>
                                {one.edited && ` (${t("incident.changes.edited")})`}
                            </>
                        ))}
                    </li>
                )}
            </ul>
            <button type="button" class="quiet-button" onClick={onSeen}>
                {t("incident.changes.seen")}
            </button>
        </section>
    )
}

/** "of=child severity=critical" by its words alone. */
const scopeSaid = (scope: string): string =>
    scope
        .split(/ (?=[a-z]+=)/)
        .map((part) => categoryName(part.slice(part.indexOf("=") + 1)))
        .join(", ")
