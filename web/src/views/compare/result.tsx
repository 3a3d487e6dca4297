import { useLocation } from "preact-iso"
import { useEffect, useState } from "preact/hooks"
import { post } from "../../api/client"
import type { Account, Comparison } from "../../api/types"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Fault, Waiting, isMissing } from "../../parts/error"
import { incidentTitle } from "../../parts/incident-line"
import { webAddress } from "../../parts/links"
import { useResource } from "../../parts/load"
import { Outside } from "../../parts/outside"
import { may } from "../../parts/session"
import { useTitle } from "../../parts/title"
import { IncidentReport } from "../incident"
import { recall, remember } from "./asked"

const PAUSE = 700

/** A comparison: how far it is, then what it found. */
export function ComparisonPage({ id }: { id: string }) {
    const found = useResource<Comparison>(`/comparisons/${encodeURIComponent(id)}`)
    const { data, error, reload } = found
    const working = data?.state === "working"
    useTitle(t("nav.compare"))
    useEffect(() => {
        if (!working) return
        const soon = setTimeout(reload, PAUSE)
        return () => clearTimeout(soon)
    }, [data])
    useEffect(() => {
        if (data?.state === "done") announce(sum(data))
    }, [data?.state])

    if (isMissing(found)) return <Gone id={id} />
    return (
        <div class="compared-page">
            {error && <Fault error={error} retry={reload} />}
            {data ? working ? <Progress of={data} /> : <Result of={data} /> : !error && <Waiting />}
        </div>
    )
}

/** Comparisons are kept an hour. */
function Gone({ id }: { id: string }) {
    return (
        <section class="narrow">
            <h1>{t("compare.gone")}</h1>
            <p>
                {t("compare.gone.says")}{" "}
                <a href={recall(id) ? `/compare?again=${id}` : "/compare"}>{t("compare.again")}</a>
            </p>
        </section>
    )
}

function Progress({ of }: { of: Comparison }) {
    const asked = recall(of.id)
    return (
        <section class="narrow">
            <h1>{t("compare.working")}</h1>
            <p>
                <label>
                    {t("compare.progress", { done: of.done, of: of.of })}
                    <progress value={of.done} max={Math.max(of.of, 1)} />
                </label>
            </p>
            {asked && (
                <ul class="fates">
                    {asked.links.map((link) => {
                        const fault = of.faults.find((one) => one.what === link)
                        return (
                            <li class={fault ? "fault-line" : ""}>
                                <bdi>{link.replace(/^https?:\/\//, "")}</bdi>
                                <span class={fault ? "wrong" : "quiet"}>{fault ? fault.says : t("compare.fate.reading")}</span>
                            </li>
                        )
                    })}
                    {asked.texts.map((one, at) => (
                        <li>
                            <bdi>{one.title || one.text.slice(0, 80)}</bdi>
                            <span class="quiet">{t("compare.text.n", { n: at + 1 })}</span>
                        </li>
                    ))}
                </ul>
            )}
        </section>
    )
}

function accounts(of: Comparison): Account[] {
    const found = new Map(of.incidents.flatMap((one) => one.accounts).map((one) => [one.key, one]))
    for (const one of of.untold) found.set(one.key, one)
    return [...found.values()]
}

const sum = (of: Comparison): string =>
    t("compare.sum", { incidents: of.incidents.length, articles: accounts(of).length, faults: of.faults.length })

function Result({ of }: { of: Comparison }) {
    return (
        <>
            <header class="done">
                <h1>{sum(of)}</h1>
                <p class="noprint next">
                    <a href={recall(of.id) ? `/compare?again=${of.id}` : "/compare"}>{t("compare.change")}</a>
                    <a href="/compare">{t("compare.new")}</a>
                    <Keep of={of} />
                </p>
            </header>
            {of.faults.length > 0 && <Faults of={of} />}
            {of.incidents.length > 1 && (
                <nav class="contents noprint" aria-label={t("compare.contents")}>
                    <ol>
                        {of.incidents.map((one, at) => (
                            <li>
                                <a href={`#i-${at}`}>{incidentTitle(one.listed)}</a>{" "}
                                <span class="quiet">{t("line.articles", { n: one.accounts.length })}</span>
                            </li>
                        ))}
                    </ol>
                </nav>
            )}
            {of.incidents.map((one, at) => (
                <section id={`i-${at}`} class="report">
                    <IncidentReport view={one} kept={of.kept} level={2} />
                </section>
            ))}
            {of.untold.length > 0 && (
                <section aria-labelledby="untold">
                    <h2 id="untold">{t("compare.untold")}</h2>
                    <p class="quiet">{t("compare.untold.says")}</p>
                    <ul class="fates">
                        {of.untold.map((one) => (
                            <li>
                                <span>
                                    {of.kept ? (
                                        <a href={`/articles/${one.key}`} lang={one.language ?? undefined}>
                                            <bdi>{one.title || t("article.untitled")}</bdi>
                                        </a>
                                    ) : (
                                        <bdi lang={one.language ?? undefined}>{one.title || t("article.untitled")}</bdi>
                                    )}
                                </span>
                                <span class="quiet">
                                    {one.outlet} {one.url && <Outside url={one.url} />}
                                </span>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
        </>
    )
}

/** What could not be read, and what to do about it. */
function Faults({ of }: { of: Comparison }) {
    return (
        <section class="faults" aria-labelledby="faults">
            <h2 id="faults">{t("compare.faults", { n: of.faults.length })}</h2>
            <ul class="fates">
                {of.faults.map((one) => (
                    <li>
                        <span>
                            <Outside url={one.what}>{one.what.replace(/^https?:\/\//, "")}</Outside>
                        </span>
                        <span class="wrong">{one.says}</span>
                        {recall(of.id) && webAddress(one.what) && (
                            <a class="noprint" href={`/compare?again=${of.id}&text=${encodeURIComponent(one.what)}`}>
                                {t("compare.faults.text")}
                            </a>
                        )}
                    </li>
                ))}
            </ul>
            <p class="quiet">{t("compare.faults.says")}</p>
        </section>
    )
}

/** Takes the articles into the ledger: the same comparison once more, and kept. */
function Keep({ of }: { of: Comparison }) {
    const { route } = useLocation()
    const [busy, setBusy] = useState(false)
    const [fault, setFault] = useState<Error | null>(null)
    const asked = recall(of.id)
    if (of.kept) return <span class="quiet">{t("compare.kept")}</span>
    if (!asked || !may("curate")) return null
    async function keep() {
        if (!asked) return
        setBusy(true)
        setFault(null)
        try {
            const request = { ...asked, keep: true }
            const { id } = await post<{ id: string }>("/comparisons", request)
            remember(id, request)
            route(`/compare/${id}`, true)
        } catch (error) {
            setFault(error as Error)
            setBusy(false)
        }
    }
    return (
        <>
            <button type="button" disabled={busy} onClick={keep}>
                {t("compare.keep.now")}
            </button>
            {fault && <Fault error={fault} />}
        </>
    )
}
