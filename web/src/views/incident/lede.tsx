import type { ComponentChildren } from "preact"
import type { Fact, Key } from "../../api/types"
import { t } from "../../i18n"
import { factInWords } from "../../parts/scope"
import { StateMark } from "../../parts/state"
import { ValueText } from "../../parts/value"
import { TOLL } from "./figures"
import type { Known } from "./known"
import { byState, stanceOf } from "./model"
import { useOpened, useShown } from "./show"
import { StanceMark } from "./words"

const MOST = 3
const VOICES = 4

/** What is known, in one sentence; beneath it when that was, and who says what
 * where accounts contradict each other. */
export function Lede({ known, children }: { known: Known; children?: ComponentChildren }) {
    const { model, id } = useShown()
    const isToll = (facet: string) => (TOLL as readonly string[]).includes(facet)
    const contested = byState(model.rows)
        .filter(({ fact }) => fact.state === "contested")
        .sort((a, b) => Number(isToll(b.fact.facet)) - Number(isToll(a.fact.facet)))
    return (
        <div class="lede">
            <p class="sentence">{known.sentence}</p>
            <div class="under">
                {known.standing && <p class="standing">{known.standing}</p>}
                {children}
            </div>
            {contested.length > 0 && (
                <ul class="disputes">
                    {contested.slice(0, MOST).map(({ id, fact }) => (
                        <li key={id}>
                            <Dispute fact={fact} />
                        </li>
                    ))}
                    {contested.length > MOST && (
                        <li class="more">
                            <a href={`#${id("side-by-side")}`}>{t("incident.disputes.more", { n: contested.length - MOST })}</a>
                        </li>
                    )}
                </ul>
            )}
        </div>
    )
}

function Dispute({ fact }: { fact: Fact }) {
    return (
        <>
            <span class="about">
                <StateMark state="contested" brief /> {factInWords(fact.facet, fact.scope)}
            </span>
            <span class="sides">
                {fact.values.slice(0, 3).map((one, at) => (
                    <span class="side">
                        {at > 0 && <span class="against" role="img" aria-label={t("incident.against")} />}
                        <Say value={one} />
                    </span>
                ))}
                {fact.values.length > 3 && <span class="quiet">{t("incident.values.more", { n: fact.values.length - 3 })}</span>}
            </span>
        </>
    )
}

/** A value with who stands behind it; pressing it shows their words. */
export function Say({ value }: { value: Fact["values"][number] }) {
    const { open, model } = useShown()
    const here = value.claims.filter((key: Key) => model.claims.has(key))
    const isOpen = useOpened(here)
    return (
        <button type="button" class="say" aria-expanded={isOpen} onClick={() => open(here)}>
            <ValueText value={value.value} /> <StanceMark stance={stanceOf(model, value)} /> <Behind voices={value.voices} />
        </button>
    )
}

/** Names of voices, the first few. */
export function Behind({ voices }: { voices: string[] }) {
    if (voices.length === 0) return <span class="behind">{t("incident.no-voice")}</span>
    return (
        <span class="behind">
            {voices.slice(0, VOICES).map((name, at) => (
                <>
                    {at > 0 && ", "}
                    <bdi>{name}</bdi>
                </>
            ))}
            {voices.length > VOICES && ` ${t("incident.voices.more", { n: voices.length - VOICES })}`}
        </span>
    )
}
