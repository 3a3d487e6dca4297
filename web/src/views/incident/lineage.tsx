import { useMemo } from "preact/hooks"
import type { Account, Derived } from "../../api/types"
import { t } from "../../i18n"
import { listed, share } from "../../parts/words"
import { type Branch, lineageOf } from "./descent"
import { PRINT, useMedia } from "./media"
import { type Model, outletOf, tongueOf, voiceOf } from "./model"
import { ShortMoment } from "./short-moment"
import { Room } from "./room"
import { useShown } from "./show"

/** How many texts, and how many institutions, stand behind the accounts: a line that opens to who took from whom. */
export function LineageTree() {
    const { model } = useShown()
    const print = useMedia(PRINT)
    const lineage = useMemo(() => lineageOf(model), [model])
    const { accounts, texts, institutions, roots } = lineage
    return (
        <Room name="lineage" kind="lineage" title={t("incident.lineage")}>
            <details open={print || undefined}>
                <summary>
                    <span>{t("incident.accounts", { n: accounts })}</span> <span class="from">←</span>{" "}
                    <span>{t("incident.texts", { n: texts })}</span> <span class="from">←</span>{" "}
                    <span>{t("incident.institutions", { n: institutions.length })}</span>
                </summary>
                {institutions.length > 0 && <p class="quiet">{t("incident.institutions.are", { names: listed(institutions) })}</p>}
                <ul class="tree">
                    {roots.map((branch) => (
                        <Node key={branch.account.key} branch={branch} />
                    ))}
                </ul>
            </details>
        </Room>
    )
}

function Node({ branch }: { branch: Branch }) {
    const { account, from, also, taken } = branch
    const { model } = useShown()
    const cited = from ? [] : citedBy(model, account)
    return (
        <li>
            <p>
                <AccountLink account={account} /> {account.published && <ShortMoment at={account.published} />}
                {from && <Taken account={account} from={from} />}
                {also.map((one) => (
                    <Taken account={account} from={one} also />
                ))}
            </p>
            {cited.length > 0 && <p class="quiet cites">{t("incident.cites", { names: listed(cited) })}</p>}
            {taken.length > 0 && (
                <ul>
                    {taken.map((one) => (
                        <Node key={one.account.key} branch={one} />
                    ))}
                </ul>
            )}
        </li>
    )
}

/** The voices that an account gives. */
function citedBy(model: Model, account: Account): string[] {
    const names = model.view.claims.filter((claim) => claim.article === account.key).flatMap((claim) => voiceOf(model, claim)?.name ?? [])
    return [...new Set(names)].slice(0, 5)
}

/** An account's outlet and title, as a link to the article where it has a page. */
export function AccountLink({ account }: { account: Account }) {
    const { kept } = useShown()
    const name = (
        <>
            <bdi class="outlet">{outletOf(account)}</bdi> <cite {...tongueOf(account.language)}>{account.title}</cite>
        </>
    )
    return kept ? (
        <a class="account" href={`/articles/${account.key}`}>
            {name}
        </a>
    ) : (
        <span class="account">{name}</span>
    )
}

/** How an account has what it took from another, and what it changed on the way. */
function Taken({ account, from, also }: { account: Account; from: Derived; also?: boolean }) {
    const { model, kept } = useShown()
    const source = model.accounts.get(from.article)
    const how = from.how === "cites" ? t("how.cites") : t("incident.how", { how: t(`how.${from.how}`), share: share(from.share) })
    const said = also ? t("incident.also", { how, outlet: outletOf(source) }) : how
    return (
        <span class="taken">
            {kept ? (
                <a class="how" href={`/articles/${account.key}/against/${from.article}`} aria-label={t("incident.compare-with", { how, outlet: outletOf(source) })}>
                    {said}
                </a>
            ) : (
                <span class="how">{said}</span>
            )}
            {from.changes.map((change) => (
                <span class="change">
                    {t(`incident.change.${change.what}`)}{" "}
                    <del {...tongueOf(source?.language)}>{change.source_text}</del> <ins {...tongueOf(account.language)}>{change.text}</ins>
                </span>
            ))}
        </span>
    )
}
