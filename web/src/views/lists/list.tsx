import type { List } from "../../api/types"
import { t } from "../../i18n"
import { Ago, Moment } from "../../parts/moment"
import { Copied } from "./copied"
import { overviewAddress } from "./filters"
import { FilterWords } from "./words"

/** One list: what it watches, where its feeds are, and how its webhook does. */
export function ListCard({ of, drop }: { of: List; drop: (() => void) | null }) {
    const feed = (form: "atom" | "json") => new URL(of.feeds[form], location.origin).href
    return (
        <li class="watchlist" aria-labelledby={`list-${of.id}`}>
            <div class="watched">
                <h2 id={`list-${of.id}`}>
                    <a href={overviewAddress(of.filters)}>
                        <bdi>{of.name}</bdi>
                    </a>
                </h2>
                <FilterWords of={of.filters} />
                <p class="by">
                    {t("lists.by", { by: of.by })} <Moment at={of.since} brief />
                </p>
                {drop && (
                    <button type="button" class="link noprint" aria-label={t("lists.drop.one", { name: of.name })} onClick={drop}>
                        {t("lists.drop")}
                    </button>
                )}
            </div>
            <div class="ways">
                <Copied label={t("lists.atom")} text={feed("atom")} />
                <Copied label={t("lists.json")} text={feed("json")} />
                {of.webhook && <Webhook of={of} />}
            </div>
        </li>
    )
}

function Webhook({ of }: { of: List }) {
    return (
        <p class="webhook">
            <span class="label">{t("lists.webhook")}</span>
            <bdi>{of.webhook}</bdi>
            <span class={of.fault ? "wrong" : "quiet"}>
                {of.fault && <>{t("lists.fault", { fault: of.fault })} · </>}
                {of.delivered ? (
                    <>
                        {t("lists.delivered")} <Ago at={of.delivered} />
                    </>
                ) : (
                    t("lists.delivered.not")
                )}
            </span>
        </p>
    )
}

/** The secret of a list that was just made: it is shown once. */
export function Secret({ of, done }: { of: List; done: () => void }) {
    return (
        <section class="secret" aria-labelledby="secret">
            <h2 id="secret">{t("lists.secret.title", { name: of.name })}</h2>
            <p>{t("lists.secret.says")}</p>
            <Copied label={t("lists.secret")} text={of.secret ?? ""} />
            <button type="button" onClick={done}>
                {t("lists.secret.done")}
            </button>
        </section>
    )
}

/** How who is told checks that it was this server that told. */
export function Signatures() {
    return (
        <details class="signatures">
            <summary>{t("lists.signed")}</summary>
            <p>{t("lists.signed.says")}</p>
            <ol>
                <li>{t("lists.signed.1")}</li>
                <li>{t("lists.signed.2")}</li>
                <li>{t("lists.signed.3")}</li>
            </ol>
            <p>{t("lists.signed.again")}</p>
        </details>
    )
}
