import type { Account, ArticleView, Derived, How } from "../../api/types"
import { t } from "../../i18n"
import { IncidentLine } from "../../parts/incident-line"
import { Moment } from "../../parts/moment"
import { share } from "../../parts/words"
import { slice } from "./segments"

/** The incidents that an article tells of. */
export function Incidents({ view }: { view: ArticleView }) {
    return (
        <section aria-labelledby="incidents">
            <h2 id="incidents">{t("article.incidents")}</h2>
            {view.incidents.length === 0 && <p class="quiet">{t("article.incidents.none")}</p>}
            {view.incidents.map((one) => (
                <IncidentLine incident={one} />
            ))}
        </section>
    )
}

/** Where an article takes from, and who takes from it. */
export function Lineage({ view }: { view: ArticleView }) {
    const { key, derived_from } = view.article
    return (
        <>
            {view.sources.length > 0 && (
                <section aria-labelledby="sources">
                    <h2 id="sources">{t("article.sources")}</h2>
                    <ul class="kin">
                        {view.sources.map((one) => (
                            <Taken
                                {...one}
                                against={`/articles/${key}/against/${one.account.key}`}
                                changes={derived_from.find((d) => d.article === one.account.key)?.changes ?? []}
                            />
                        ))}
                    </ul>
                </section>
            )}
            {view.copies.length > 0 && (
                <section aria-labelledby="copies">
                    <h2 id="copies">{t("article.copies")}</h2>
                    <ul class="kin">
                        {view.copies.map((one) => (
                            <Taken
                                {...one}
                                against={`/articles/${one.account.key}/against/${key}`}
                                changes={one.account.derived_from.find((d) => d.article === key)?.changes ?? []}
                            />
                        ))}
                    </ul>
                </section>
            )}
        </>
    )
}

interface TakenProps {
    account: Account
    how: How
    share: number
    against: string
    changes: Derived["changes"]
}

function Taken({ account, how, share: part, against, changes }: TakenProps) {
    return (
        <li>
            <p>
                <a href={`/articles/${account.key}`} lang={account.language ?? undefined}>
                    <bdi>{account.title || t("article.untitled")}</bdi>
                </a>
            </p>
            <p class="small">
                {account.outlet && <span>{account.outlet}</span>}
                {account.published && <Moment at={account.published} brief />}
                <span>{t(`how.${how}`)}</span>
                <span>{t("article.share", { share: share(part) })}</span>
                <a href={against}>{t("article.differences")}</a>
            </p>
            <Changes changes={changes} />
        </li>
    )
}

/** Figures, names and places that are others than in the text that was taken from. */
export function Changes({ changes }: { changes: Derived["changes"] }) {
    if (changes.length === 0) return null
    return (
        <ul class="differs">
            {changes.map((one) => (
                <li>
                    <span class="quiet">{t(`change.${one.what}`)}</span> <bdi>{one.source_text}</bdi>
                    <span aria-label={t("change.became")}> → </span>
                    <bdi>{one.text}</bdi>
                </li>
            ))}
        </ul>
    )
}

/** Sentences with figures that no rule read. */
export function Unread({ view }: { view: ArticleView }) {
    const { unread, title, language } = view.article
    if (unread.length === 0) return null
    return (
        <section aria-labelledby="unread">
            <h2 id="unread">{t("article.unread")}</h2>
            <p class="quiet">{t("article.unread.says")}</p>
            <ol class="unread-list">
                {unread.map((one, at) => (
                    <li id={`u-${at}`}>
                        <q>
                            <bdi lang={language ?? undefined}>{slice(one.in === "title" ? title : view.text, one.span).trim()}</bdi>
                        </q>{" "}
                        <a href={`#u-${at}-here`}>{t("article.unread.where")}</a>
                    </li>
                ))}
            </ol>
        </section>
    )
}

/** How the article stood before. */
export function Revisions({ view }: { view: ArticleView }) {
    const { revisions, article } = view
    if (revisions.length < 2) return null
    return (
        <section aria-labelledby="revisions">
            <h2 id="revisions">{t("article.revisions")}</h2>
            <ol class="kin">
                {revisions.map((one) => (
                    <li>
                        <p>
                            <Moment at={one.taken} />{" "}
                            {one.key === article.key ? (
                                <strong aria-current="page">{t("article.revisions.this")}</strong>
                            ) : (
                                <>
                                    <a href={`/articles/${one.key}`}>
                                        <bdi>{one.title || t("article.untitled")}</bdi>
                                    </a>{" "}
                                    · <a href={`/articles/${article.key}/against/${one.key}`}>{t("article.differences")}</a>
                                </>
                            )}
                        </p>
                    </li>
                ))}
            </ol>
        </section>
    )
}
