import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { ArticleView, Key } from "../../api/types"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Loaded, isMissing } from "../../parts/error"
import { useResource } from "../../parts/load"
import { useMedia } from "../../parts/media"
import { Moment } from "../../parts/moment"
import { Outside } from "../../parts/outside"
import { useTitle } from "../../parts/title"
import { capital, tongue } from "../../parts/words"
import { NotFound } from "../not-found"
import { useChosen } from "./chosen"
import { ClaimCard, ClaimList } from "./claim"
import { Incidents, Lineage, Revisions, Unread } from "./lists"
import { marked } from "./marked"
import { MarkedText, claimInWords } from "./text"

/** Room for what is said of a claim beside the text. */
const BESIDE = "(min-width: 900px)"
const MENTIONS = "tellings.mentions"

/** An article as it stands, with all that was read of it. */
export function ArticlePage({ article }: { article: Key }) {
    const found = useResource<ArticleView>(`/articles/${encodeURIComponent(article)}`, undefined, true)
    useTitle(found.data?.article.title)
    if (isMissing(found)) return <NotFound />
    return <Loaded of={found}>{(view) => <Article view={view} />}</Loaded>
}

function Article({ view }: { view: ArticleView }) {
    const [chosen, setChosen] = useChosen()
    const [mentions, setMentions] = useState(() => localStorage.getItem(MENTIONS) !== "off")
    const beside = useMedia(BESIDE)
    const frame = useRef<HTMLElement>(null)
    const heading = useRef<HTMLHeadingElement>(null)
    const title = useMemo(() => marked(view, "title"), [view])
    const text = useMemo(() => marked(view, "text"), [view])
    const claim = view.claims.find((one) => one.id === chosen.claim) ?? null
    const words = useCallback(
        (id: Key) => frame.current?.querySelector<HTMLElement>(`[data-begins~="${CSS.escape(id)}"]`) ?? null,
        [],
    )

    useEffect(() => {
        if (!chosen.jump || !claim) return
        const here = words(claim.id)
        here?.scrollIntoView({ block: "center" })
        here?.focus({ preventScroll: true })
    }, [chosen, claim?.id])

    const choose = useCallback(
        (id: Key, into: boolean) => {
            setChosen(id)
            const one = view.claims.find((claim) => claim.id === id)
            if (one && !into) announce(claimInWords(one))
            // once it is shown
            if (into) setTimeout(() => heading.current?.focus())
        },
        [view],
    )
    const leave = (id: Key | null) => {
        if (id) return setChosen(id, true)
        if (claim) words(claim.id)?.focus({ preventScroll: true })
        setChosen(null)
    }
    const card = claim && <ClaimCard view={view} claim={claim} choose={leave} heading={heading} />
    const { article } = view
    const language = article.language ?? undefined
    const holds = (runs: (typeof text)[number]) => !beside && claim && runs.some((run) => run.begins.includes(claim.id))
    const shared = { chosen: claim?.id ?? null, choose }

    return (
        <div
            class={`article-page${mentions ? "" : " no-mentions"}`}
            onKeyDown={(event) => {
                if (event.key === "Escape" && claim) leave(null)
            }}
        >
            <article ref={frame} class="paper">
                <header>
                    <p class="from">
                        {article.outlet && <a href={`/sources/${encodeURIComponent(article.outlet)}`}>{article.outlet}</a>}
                        {article.published ? (
                            <span>
                                <Moment at={article.published} />
                                {article.published_from && article.published_from !== "given" && (
                                    <span class="quiet"> · {t(`published.${article.published_from}`)}</span>
                                )}
                            </span>
                        ) : (
                            <span class="quiet">{t("article.undated")}</span>
                        )}
                        {article.language && <span>{capital(tongue(article.language))}</span>}
                        {article.url && <Outside url={article.url} />}
                        {article.revisions > 1 && <a href="#revisions">{t("article.revisions.n", { n: article.revisions })}</a>}
                    </p>
                    <h1 lang={language} dir="auto">
                        {article.title ? title.map((runs) => <MarkedText runs={runs} {...shared} />) : t("article.untitled")}
                    </h1>
                    {title.some(holds) && card}
                    <Counts view={view} />
                    {view.mentions.length > 0 && (
                        <label class="switch noprint">
                            <input
                                type="checkbox"
                                checked={mentions}
                                onChange={(event) => {
                                    const on = event.currentTarget.checked
                                    localStorage.setItem(MENTIONS, on ? "on" : "off")
                                    setMentions(on)
                                }}
                            />
                            {t("article.mentions")}
                        </label>
                    )}
                </header>
                <div class="body" lang={language}>
                    {text.map((runs) => (
                        <>
                            <p dir="auto">
                                <MarkedText runs={runs} {...shared} />
                            </p>
                            {holds(runs) && card}
                        </>
                    ))}
                </div>
            </article>
            <aside class="about-claims" aria-label={t("article.beside")}>
                {beside && card}
                <ClaimList view={view} chosen={shared.chosen} choose={(id) => setChosen(id, true)} />
            </aside>
            <div class="below">
                <Incidents view={view} />
                <Lineage view={view} />
                <Unread view={view} />
                <Revisions view={view} />
            </div>
        </div>
    )
}

/** What there is on this page, as links to it. */
function Counts({ view }: { view: ArticleView }) {
    const parts = [
        { to: "#incidents", n: view.incidents.length, says: "article.count.incidents" },
        { to: "#claims", n: view.claims.length, says: "article.count.claims" },
        { to: "#unread", n: view.article.unread.length, says: "article.count.unread" },
        { to: "#sources", n: view.sources.length, says: "article.count.sources" },
        { to: "#copies", n: view.copies.length, says: "article.count.copies" },
    ].filter((one) => one.n > 0)
    return (
        <p class="counts noprint">
            {parts.map((one) => (
                <a href={one.to}>{t(one.says, { n: one.n })}</a>
            ))}
        </p>
    )
}
