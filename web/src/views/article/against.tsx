import { useMemo } from "preact/hooks"
import type { Account, Against, Key } from "../../api/types"
import { t } from "../../i18n"
import { Loaded, isMissing } from "../../parts/error"
import { useResource } from "../../parts/load"
import { Moment } from "../../parts/moment"
import { Outside } from "../../parts/outside"
import { useTitle } from "../../parts/title"
import { share } from "../../parts/words"
import { NotFound } from "../not-found"
import { Changes } from "./lists"
import { type Piece, type Run, changedFigures, tally, wordByWord } from "./pieces"

/** A text beside the one that it was taken from, or any other, with what differs. */
export function AgainstPage({ here, there }: { here: Key; there: Key }) {
    const found = useResource<Against>(`/articles/${encodeURIComponent(here)}/against/${encodeURIComponent(there)}`)
    useTitle(found.data ? t("against.title") : null)
    if (isMissing(found)) return <NotFound />
    return <Loaded of={found}>{(pair) => <Pair of={pair} />}</Loaded>
}

function Pair({ of: { here, there, how, share: part, pieces } }: { of: Against }) {
    const counts = useMemo(() => tally(pieces), [pieces])
    const changes = here.derived_from.find((one) => one.article === there.key)?.changes ?? []
    // of one that wasn't taken from the other nobody has said what changed
    const told = changes.filter((one) => one.what === "figure").length
    const figures = useMemo(() => told || changedFigures(pieces, here.language), [pieces, told])
    // two revisions of one article have one outlet
    const named = here.outlet && there.outlet && here.outlet !== there.outlet
    const names = [named ? here.outlet : t("against.first"), named ? there.outlet : t("against.second")] as [string, string]
    const said = [
        t("against.share", { share: share(part) }),
        counts.changed > 0 && t("against.changed", { n: counts.changed }),
        counts.here > 0 && t("against.here", { n: counts.here }),
        counts.there > 0 && t("against.there", { n: counts.there }),
        figures > 0 && t("against.figures", { n: figures }),
    ].filter(Boolean)
    return (
        <div class="against-page">
            <header>
                <h1>{how ? t(`against.${how}`) : t("against.title")}</h1>
                <p class="sum">{said.join(" · ")}</p>
                <Changes changes={changes} />
                <p class="noprint">
                    <a href={`/articles/${there.key}/against/${here.key}`}>{t("against.turn")}</a>
                </p>
            </header>
            <div class="pair heads">
                <Head account={here} />
                <Head account={there} />
            </div>
            <ol class="pieces">
                {pieces.map((piece) => (
                    <Row piece={piece} here={here} there={there} names={names} />
                ))}
            </ol>
        </div>
    )
}

function Head({ account }: { account: Account }) {
    return (
        <section>
            <p class="from">
                {account.outlet && <a href={`/sources/${encodeURIComponent(account.outlet)}`}>{account.outlet}</a>}
                {account.published && <Moment at={account.published} />}
                {account.url && <Outside url={account.url} />}
            </p>
            <h2 lang={account.language ?? undefined} dir="auto">
                <a href={`/articles/${account.key}`}>{account.title || t("article.untitled")}</a>
            </h2>
        </section>
    )
}

/** One piece of both texts. What a mark says to the eye, words say to a screen reader. */
function Row({ piece, here, there, names }: { piece: Piece; here: Account; there: Account; names: [string, string] }) {
    const runs = useMemo(
        () => (piece.what === "changed" ? wordByWord(piece.here, piece.there, here.language) : null),
        [piece],
    )
    const side = (account: Account, name: string, text: string, own: Run[] | undefined) => (
        <div class="side" lang={account.language ?? undefined} dir="auto">
            {piece.what === "changed" && <span class="whose">{name}</span>}
            {text ? own ? <Marked runs={own} /> : text : <span class="absent">{t("against.left")}</span>}
        </div>
    )
    const label = t(`piece.${piece.what}`, { name: piece.what === "there" ? names[1] : names[0] })
    return (
        <li class={`pair piece ${piece.what}`}>
            <span class="label">{label}</span>
            {side(here, names[0], piece.here, runs?.here)}
            {side(there, names[1], piece.there, runs?.there)}
        </li>
    )
}

function Marked({ runs }: { runs: Run[] }) {
    return (
        <>
            {runs.map((one) =>
                one.own ? <mark class={one.figure ? "own number" : "own"}>{one.text}</mark> : <span>{one.text}</span>,
            )}
        </>
    )
}
