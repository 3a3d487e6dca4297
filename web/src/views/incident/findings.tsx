import type { Sign, Words as Cited } from "../../api/types"
import { t } from "../../i18n"
import { CheckIcon, CloseIcon } from "../../parts/icons"
import { capital, facetName, voiceKind } from "../../parts/words"
import { outletOf, tongueOf, wordsAt } from "./model"
import { Room } from "./room"
import { useShown } from "./show"
import { Words } from "./words"

/** What is odd, what adds up, and what no account gives. */
export function Findings() {
    return (
        <div class="findings">
            <Signs />
            <Checks />
            <Silent />
        </div>
    )
}

function Signs() {
    const { model } = useShown()
    const { signs } = model.view
    if (signs.length === 0) return null
    return (
        <Room name="signs" kind="signs" title={t("incident.signs")}>
            <p class="quiet">{t("incident.signs.says")}</p>
            <ul>
                {signs.map((sign) => (
                    <li key={`${sign.kind} ${sign.about} ${sign.here[0]?.article}`}>
                        <h3>
                            {t(`incident.sign.${sign.kind}`)} <span class="quiet">{aboutOf(sign)}</span>
                        </h3>
                        <div class="sides">
                            <Side words={sign.here} label={t("incident.sign.here")} />
                            <Side words={sign.there} label={t("incident.sign.there")} />
                        </div>
                    </li>
                ))}
            </ul>
        </Room>
    )
}

const aboutOf = (sign: Sign): string => {
    const [first = "", ...rest] = sign.about.split(", ")
    return [facetName(first) !== first ? facetName(first) : voiceKind(first), ...rest].join(", ")
}

function Side({ words, label }: { words: Cited[]; label: string }) {
    return (
        <div>
            <p class="quiet">{label}</p>
            <ul>
                {words.map((one) => (
                    <li key={`${one.article} ${one.span[0]}`}>
                        <CitedWords words={one} />
                    </li>
                ))}
            </ul>
        </div>
    )
}

/** Words of an article: those of a claim open here, others in their article. */
function CitedWords({ words }: { words: Cited }) {
    const { model, kept } = useShown()
    const claim = words.claim ? model.claims.get(words.claim) : undefined
    const account = model.accounts.get(words.article)
    const quoted = <q {...tongueOf(account?.language)}>{words.text}</q>
    return (
        <>
            {claim ? <Words claims={[claim]} /> : kept ? <a href={wordsAt({ article: words.article, id: words.claim })}>{quoted}</a> : quoted}{" "}
            <bdi class="quiet">{outletOf(account)}</bdi>
        </>
    )
}

function Checks() {
    const { model } = useShown()
    const { checks } = model.view.incident
    if (checks.length === 0) return null
    return (
        <Room name="checks" kind="checks" title={t("incident.checks")}>
            <ul>
                {checks.map((check) => (
                    <li key={`${check.says} ${check.claims[0]}`} class={check.holds ? "holds" : "fails"}>
                        {check.holds ? <CheckIcon size={16} /> : <CloseIcon size={16} />}
                        <strong>{check.says}</strong>
                        <span class="verdict">{t(check.holds ? "incident.check.holds" : "incident.check.fails")}</span>
                        <span class="parts">
                            {check.claims.map((key) => {
                                const claim = model.claims.get(key)
                                return claim ? <Words key={key} claims={[claim]} by={facetName(claim.facet)} /> : null
                            })}
                        </span>
                    </li>
                ))}
            </ul>
        </Room>
    )
}

function Silent() {
    const { model } = useShown()
    const { silent } = model.view
    if (silent.length === 0) return null
    return (
        <Room name="silent" kind="silent" title={t("incident.silent")}>
            <ul class="tags">
                {silent.map((facet) => (
                    <li key={facet}>{capital(facetName(facet))}</li>
                ))}
            </ul>
        </Room>
    )
}
