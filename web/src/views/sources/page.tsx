import { useLocation } from "preact-iso"
import { useEffect, useState } from "preact/hooks"
import { address } from "../../api/client"
import type { Heard, Outlet } from "../../api/types"
import { t } from "../../i18n"
import { useTitle } from "../../parts/title"
import { country, number, voiceKind } from "../../parts/words"
import { useRows } from "./rows"
import { type Column, SortedTable } from "./table"

/** Who publishes, and who is heard: counts, and no judgement. */
export function SourcesPage() {
    const { query, route } = useLocation()
    const voices = query.of === "voices"
    const [words, setWords] = useState(query.words ?? "")
    useTitle(t("nav.sources"))
    // while somebody types, the address and the server wait
    useEffect(() => {
        const soon = setTimeout(() => {
            if (words !== (query.words ?? "")) route(here(voices, words), true)
        }, 250)
        return () => clearTimeout(soon)
    }, [words])
    const asked = query.words ?? ""
    return (
        <div class="sources-page">
            <h1>{t("nav.sources")}</h1>
            <p class="lead">{t("sources.lede")}</p>
            <div class="toolbar noprint">
                <nav class="tabs" aria-label={t("sources.tabs")}>
                    <a href={here(false, words)} aria-current={voices ? undefined : "page"}>
                        {t("sources.outlets")}
                    </a>
                    <a href={here(true, words)} aria-current={voices ? "page" : undefined}>
                        {t("sources.voices")}
                    </a>
                </nav>
                <label>
                    <span class="unseen">{t(voices ? "sources.search.voices" : "sources.search.outlets")}</span>
                    <input
                        type="search"
                        value={words}
                        placeholder={t(voices ? "sources.search.voices" : "sources.search.outlets")}
                        onInput={(event) => setWords(event.currentTarget.value)}
                    />
                </label>
            </div>
            {voices ? <Voices key="voices" words={asked} /> : <Outlets key="outlets" words={asked} />}
        </div>
    )
}

const here = (voices: boolean, words: string): string =>
    address("/sources", { of: voices && "voices", words }).replace("/api/v1", "")

const HOWS = ["copy", "rewrite", "translation", "cites"] as const

function Outlets({ words }: { words: string }) {
    const rows = useRows<Outlet>("/sources", words)
    const columns: Column<Outlet>[] = [
        { name: "outlet", head: true, by: (one) => one.name, cell: (one) => <OutletLink name={one.name} /> },
        { name: "articles", by: (one) => one.articles, cell: (one) => number(one.articles) },
        { name: "incidents", by: (one) => one.incidents, cell: (one) => number(one.incidents) },
        { name: "first", by: (one) => one.first, cell: (one) => some(one.first) },
        ...HOWS.map((how) => ({
            name: how,
            by: (one: Outlet) => one.derived[how] ?? 0,
            cell: (one: Outlet) => some(one.derived[how] ?? 0),
        })),
        { name: "takes", cell: (one) => <Names of={one.takes_from.map((o) => [o.outlet, o.articles])} /> },
        { name: "taken", cell: (one) => <Names of={one.taken_by.map((o) => [o.outlet, o.articles])} /> },
        { name: "cited", by: (one) => one.voices.length, cell: (one) => some(one.voices.length) },
    ]
    return (
        <SortedTable
            caption={t("sources.outlets")}
            columns={columns}
            of={rows}
            given="articles"
            none={words ? t("sources.none.found", { words }) : t("sources.none")}
        />
    )
}

function Voices({ words }: { words: string }) {
    const rows = useRows<Heard>("/voices", words)
    const columns: Column<Heard>[] = [
        { name: "voice", head: true, by: (one) => one.name, cell: (one) => <bdi>{one.name}</bdi> },
        { name: "kind", by: (one) => kind(one), cell: (one) => kind(one) },
        { name: "side", by: (one) => side(one), cell: (one) => side(one) },
        { name: "articles", by: (one) => one.articles, cell: (one) => number(one.articles) },
        { name: "incidents", by: (one) => one.incidents, cell: (one) => number(one.incidents) },
        { name: "heard", cell: (one) => <Names of={one.outlets.map((o) => [o.outlet, o.articles])} /> },
    ]
    return (
        <SortedTable
            caption={t("sources.voices")}
            columns={columns}
            of={rows}
            given="articles"
            none={words ? t("sources.none.found", { words }) : t("sources.none")}
        />
    )
}

const kind = (one: Heard): string => (one.kind ? voiceKind(one.kind) : "")
const side = (one: Heard): string => (one.side ? country(one.side) : "")
/** A number; none is left quiet, so that the eye finds those that are. */
const some = (n: number) => (n > 0 ? number(n) : <span class="quiet">–<span class="unseen">0</span></span>)

/** An outlet; its name may break before the dots of a domain's. */
export const OutletLink = ({ name }: { name: string }) => (
    <a href={`/sources/${encodeURIComponent(name)}`}>
        <bdi>
            {name.split(/(?=\.)/).map((part, at) => (
                <>
                    {at > 0 && <wbr />}
                    {part}
                </>
            ))}
        </bdi>
    </a>
)

/** The most frequent of several names with its count, and how many more there are. */
function Names({ of }: { of: [string, number][] }) {
    if (of.length === 0) return <span class="quiet">–</span>
    return (
        <ul class="names">
            {of.slice(0, 1).map(([name, n]) => (
                <li>
                    <OutletLink name={name} /> <span class="quiet">{number(n)}</span>
                </li>
            ))}
            {" "}
            {of.length > 1 && <li class="quiet">{t("sources.more", { n: of.length - 1 })}</li>}
        </ul>
    )
}
