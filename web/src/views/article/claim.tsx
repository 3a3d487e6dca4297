import type { RefObject } from "preact"
import type { ArticleView, Key, Listed, Told } from "../../api/types"
import { has, t } from "../../i18n"
import { CloseIcon } from "../../parts/icons"
import { incidentTitle } from "../../parts/incident-line"
import { Moment } from "../../parts/moment"
import { factInWords, scopeInWords } from "../../parts/scope"
import { StateMark } from "../../parts/state"
import { ValueText } from "../../parts/value"
import { capital, country, facetName, listed, share, voiceKind } from "../../parts/words"
import { slice } from "./segments"
import { claimInWords } from "./text"

interface Props {
    view: ArticleView
    claim: Told
    choose: (claim: Key | null) => void
    heading: RefObject<HTMLHeadingElement | null>
}

/** All that is known of a claim: what it says, who says so, by which rule it was read, and where it went. */
export function ClaimCard({ view, claim, choose, heading }: Props) {
    const { origin } = claim
    const went = view.incidents.find((one) => one.id === claim.incident || one.key === claim.incident)
    const scope = scopeInWords(claim.scope)
    const others = view.claims.filter(
        (one) => one !== claim && one.in === claim.in && one.span[0] < claim.span[1] && one.span[1] > claim.span[0],
    )
    const whole = claim.in === "title" ? view.article.title : view.text
    // what a rule matched in all says no more than its parts
    const evidence = claim.evidence.filter((one) => one.role !== "match").map((one) => ({
        role: one.role,
        words: slice(one.in === "title" ? view.article.title : view.text, one.span),
    }))
    return (
        <section class="claim-card" aria-labelledby="claim-says">
            <header>
                <h2 id="claim-says" tabIndex={-1} ref={heading}>
                    <span class="facet">{capital(facetName(claim.facet))}</span> <ValueText value={claim.value} />
                </h2>
                <button type="button" class="bare" aria-label={t("article.claim.close")} onClick={() => choose(null)}>
                    <CloseIcon />
                </button>
            </header>
            <blockquote lang={view.article.language ?? undefined} dir="auto">
                {slice(whole, claim.span)}
            </blockquote>
            <dl>
                {scope && (
                    <>
                        <dt>{t("article.claim.scope")}</dt>
                        <dd>{scope}</dd>
                    </>
                )}
                <dt>{t("article.claim.voice")}</dt>
                <dd>
                    {origin ? (
                        <>
                            <bdi>{origin.voice}</bdi>
                            {[
                                origin.kind && voiceKind(origin.kind),
                                origin.institution && origin.institution !== origin.voice && origin.institution,
                                origin.side && country(origin.side),
                            ]
                                .filter(Boolean)
                                .map((one) => (
                                    <span class="quiet"> · {one}</span>
                                ))}
                        </>
                    ) : (
                        t("article.claim.itself")
                    )}
                </dd>
                {origin && origin.via.length > 0 && (
                    <>
                        <dt>{t("article.claim.via")}</dt>
                        <dd>{listed(origin.via)}</dd>
                    </>
                )}
                <dt>{t("article.claim.stance")}</dt>
                <dd class={`stance ${claim.stance}`}>{t(`stance.${claim.stance}`)}</dd>
                <dt>{t("article.claim.asof")}</dt>
                <dd>
                    {claim.as_of.time ? (
                        <>
                            <Moment at={claim.as_of.time} />
                            {claim.as_of.from && <span class="quiet"> · {t(`asof.${claim.as_of.from}`)}</span>}
                        </>
                    ) : (
                        t("article.claim.asof.unknown")
                    )}
                </dd>
                {evidence.length > 0 && (
                    <>
                        <dt>{t("article.claim.evidence")}</dt>
                        <dd>
                            {evidence.map((one) => (
                                <span class="by">
                                    <q>
                                        <bdi lang={view.article.language ?? undefined}>{one.words}</bdi>
                                    </q>{" "}
                                    <span class="quiet">{has(`evidence.${one.role}`) ? t(`evidence.${one.role}`) : one.role}</span>
                                </span>
                            ))}
                        </dd>
                    </>
                )}
                <dt>{t("article.claim.rule")}</dt>
                <dd>
                    <code>{claim.rule}</code>
                </dd>
                <dt>{t("article.claim.confidence")}</dt>
                <dd>{share(claim.confidence)}</dd>
                <dt>{t("article.claim.went")}</dt>
                <dd>
                    {went ? (
                        <>
                            <a href={`/incidents/${went.id}#c-${claim.id}`}>{incidentTitle(went)}</a>{" "}
                            <StateMark state={went.state} brief />
                            <span class="quiet"> {t("article.claim.fact", { fact: factInWords(claim.facet, claim.scope) })}</span>
                        </>
                    ) : (
                        t("article.claim.nowhere")
                    )}
                </dd>
                {others.length > 0 && (
                    <>
                        <dt>{t("article.claim.others")}</dt>
                        <dd>
                            <ul class="others">
                                {others.map((one) => (
                                    <li>
                                        <button type="button" class="link" onClick={() => choose(one.id)}>
                                            {claimInWords(one)}
                                        </button>
                                    </li>
                                ))}
                            </ul>
                        </dd>
                    </>
                )}
            </dl>
        </section>
    )
}

/** All claims, by the incident that they went to, in the order of the text; what is said again stands once. */
export function ClaimList({ view, chosen, choose }: { view: ArticleView; chosen: Key | null; choose: (claim: Key) => void }) {
    const order = [...view.claims].sort((a, b) => (a.in === b.in ? a.span[0] - b.span[0] : a.in === "title" ? -1 : 1))
    const of = (one: Listed, claim: Told) => claim.incident === one.id || claim.incident === one.key
    const groups = [
        ...view.incidents.map((one) => ({ title: incidentTitle(one), claims: order.filter((claim) => of(one, claim)) })),
        {
            title: t("article.claims.loose"),
            claims: order.filter((claim) => !view.incidents.some((one) => of(one, claim))),
        },
    ].filter((one) => one.claims.length > 0)
    return (
        <section class="claim-list" aria-labelledby="claims">
            <h2 id="claims">{t("article.claims", { n: view.claims.length })}</h2>
            {view.claims.length === 0 && <p class="quiet">{t("article.claims.none")}</p>}
            {groups.map((group) => (
                <>
                    <h3>{group.title}</h3>
                    <ul>
                        {same(group.claims).map((claims) => (
                            <Row claims={claims} chosen={chosen} choose={choose} />
                        ))}
                    </ul>
                </>
            ))}
        </section>
    )
}

/** What is said once or several times; choosing it again goes to where it is said next. */
function Row({ claims, chosen, choose }: { claims: Told[]; chosen: Key | null; choose: (claim: Key) => void }) {
    const [first] = claims
    if (!first) return null
    const at = claims.findIndex((one) => one.id === chosen)
    const next = claims[(at + 1) % claims.length] ?? first
    return (
        <li>
            <button type="button" aria-pressed={at >= 0} onClick={() => choose(next.id)}>
                <span class="facet">{factInWords(first.facet, first.scope)}</span>
                {claims.length > 1 && <span class="times">{t("article.claim.times", { n: claims.length })}</span>}
                <ValueText value={first.value} />
            </button>
        </li>
    )
}

function same(claims: Told[]): Told[][] {
    const found = new Map<string, Told[]>()
    for (const one of claims) {
        const says = claimInWords(one)
        found.set(says, [...(found.get(says) ?? []), one])
    }
    return [...found.values()]
}
