import type { Outlet } from "../../api/types"
import { t } from "../../i18n"
import { Loaded, isMissing } from "../../parts/error"
import { useResource } from "../../parts/load"
import { useTitle } from "../../parts/title"
import { number } from "../../parts/words"
import { NotFound } from "../not-found"
import { Flow } from "./flow"
import { OutletLink } from "./page"

/** One outlet: what it tells of, from whom it takes, who takes from it, and whom it cites. */
export function OutletPage({ name }: { name: string }) {
    const found = useResource<Outlet>(`/sources/${encodeURIComponent(name)}`, undefined, true)
    useTitle(name)
    if (isMissing(found)) return <NotFound />
    return (
        <div class="sources-page">
            <p class="noprint">
                <a href="/sources">{t("nav.sources")}</a>
            </p>
            <h1>
                <bdi>{name}</bdi>
            </h1>
            <Loaded of={found}>{(outlet) => <Told outlet={outlet} />}</Loaded>
        </div>
    )
}

function Told({ outlet }: { outlet: Outlet }) {
    return (
        <>
            <Counts of={outlet} />
            <p class="quiet">{t("sources.lede.short")}</p>
            {outlet.takes_from.length + outlet.taken_by.length > 0 && (
                <section aria-labelledby="flow">
                    <h2 id="flow">{t("outlet.flow")}</h2>
                    <Flow of={outlet} />
                    <details>
                        <summary>{t("outlet.table")}</summary>
                        <FlowTable of={outlet} />
                    </details>
                </section>
            )}
            <div class="two">
                {outlet.voices.length > 0 && (
                    <section aria-labelledby="cited">
                        <h2 id="cited">{t("outlet.voices")}</h2>
                        <ul class="tallies">
                            {outlet.voices.slice(0, 20).map((one) => (
                                <li>
                                    <bdi>{one.name}</bdi>
                                    <span class="n">{number(one.articles)}</span>
                                    {/* the number beside it says the same */}
                                    <meter
                                        aria-hidden="true"
                                        min={0}
                                        max={outlet.voices[0]?.articles ?? 1}
                                        value={one.articles}
                                    />
                                </li>
                            ))}
                        </ul>
                    </section>
                )}
            </div>
        </>
    )
}

function Counts({ of }: { of: Outlet }) {
    const counts = [
        ["articles", of.articles],
        ["incidents", of.incidents],
        ["first", of.first],
        ["copy", of.derived.copy ?? 0],
        ["rewrite", of.derived.rewrite ?? 0],
        ["translation", of.derived.translation ?? 0],
        ["cites", of.derived.cites ?? 0],
    ] as const
    return (
        <dl class="counts">
            {counts.map(([name, n]) => (
                <div>
                    <dt>{t(`sources.column.${name}`)}</dt>
                    <dd>{number(n)}</dd>
                </div>
            ))}
        </dl>
    )
}

function FlowTable({ of }: { of: Outlet }) {
    const table = (caption: string, rows: Outlet["takes_from"]) =>
        rows.length > 0 && (
            <table class="plain">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("sources.column.outlet")}</th>
                        <th scope="col" class="number">
                            {t("sources.column.articles")}
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {rows.map((one) => (
                        <tr>
                            <th scope="row">
                                <OutletLink name={one.outlet} />
                            </th>
                            <td class="number">{number(one.articles)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        )
    return (
        <div class="two">
            {table(t("outlet.takes"), of.takes_from)}
            {table(t("outlet.taken"), of.taken_by)}
        </div>
    )
}
