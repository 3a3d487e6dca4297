import { useEffect, useRef } from "preact/hooks"
import type { Told } from "../../api/types"
import { t } from "../../i18n"
import { CloseIcon } from "../../parts/icons"
import { Moment } from "../../parts/moment"
import { factInWords } from "../../parts/scope"
import { ValueText } from "../../parts/value"
import { country, tongue, voiceKind } from "../../parts/words"
import { outletOf, safeLink, tongueOf, voiceOf, wordsAt } from "./model"
import { useShown } from "./show"
import { StanceMark } from "./words"

/** Where words stand: the sentence around them, who says it through whom, which rule read it. It stays beside the table,
 * so that one can go from words to words; Escape closes it and goes back to where it was opened from. */
export function Context({ onClose }: { onClose: () => void }) {
    const { model, opened, id } = useShown()
    const box = useRef<HTMLElement>(null)
    const claims = opened.value.flatMap((key) => model.claims.get(key) ?? [])
    const what = opened.value.join(" ")
    useEffect(() => {
        const heard = (event: KeyboardEvent) => {
            if (event.key === "Escape" && !document.querySelector("dialog[open]")) onClose()
        }
        if (!what) return
        box.current?.focus()
        box.current?.scrollTo(0, 0)
        document.addEventListener("keydown", heard)
        return () => document.removeEventListener("keydown", heard)
    }, [what])
    const [first] = claims
    if (!first) return null
    return (
        <aside class="context" ref={box} tabIndex={-1} aria-labelledby={id("context")}>
            <header>
                <h2 id={id("context")}>{factInWords(first.facet, first.scope)}</h2>
                <button type="button" class="bare" aria-label={t("close")} onClick={onClose}>
                    <CloseIcon />
                </button>
            </header>
            <ol>
                {claims.map((claim) => (
                    <li key={claim.id}>
                        <Place claim={claim} />
                    </li>
                ))}
            </ol>
        </aside>
    )
}

function Place({ claim }: { claim: Told }) {
    const { model, kept } = useShown()
    const account = model.accounts.get(claim.article)
    const voice = voiceOf(model, claim)
    const { before, words, after } = claim.context
    const link = safeLink(account?.url ?? null)
    const who = [
        voice?.kind && voiceKind(voice.kind),
        // an institution that is the voice itself is told once
        voice?.institution !== voice?.name && voice?.institution,
        voice?.side && country(voice.side),
    ].filter(Boolean)
    return (
        <>
            <p class="reads">
                <ValueText value={claim.value} /> <StanceMark stance={claim.stance} />
            </p>
            <blockquote {...tongueOf(account?.language)}>
                {before}
                <mark>{words}</mark>
                {after}
            </blockquote>
            <dl>
                <dt>{t("incident.voice")}</dt>
                <dd>
                    {voice ? <bdi>{voice.name}</bdi> : t("incident.outlet-itself")}
                    {claim.origin && claim.origin.voice !== voice?.name && (
                        <span class="quiet"> {t("incident.called", { name: claim.origin.voice })}</span>
                    )}
                    {who.length > 0 && <span class="quiet"> ({who.join(", ")})</span>}
                </dd>
                {claim.origin && claim.origin.via.length > 0 && (
                    <>
                        <dt>{t("incident.via")}</dt>
                        <dd>{claim.origin.via.join(" → ")}</dd>
                    </>
                )}
                <dt>{t("incident.account")}</dt>
                <dd>
                    <bdi>{outletOf(account)}</bdi>
                    {account?.language && <span class="quiet"> ({tongue(account.language)})</span>}
                    {account?.title && (
                        <>
                            {": "}
                            <cite {...tongueOf(account.language)}>{account.title}</cite>
                        </>
                    )}
                </dd>
                {claim.as_of.time && (
                    <>
                        <dt>{t("incident.as-of")}</dt>
                        <dd>
                            <Moment at={claim.as_of.time} />
                            {claim.as_of.from && <span class="quiet"> {t(`incident.as-of.${claim.as_of.from}`)}</span>}
                        </dd>
                    </>
                )}
                <dt>{t("incident.rule")}</dt>
                <dd>
                    <code>{claim.rule}</code> <span class="quiet">{t(claim.in === "title" ? "incident.in.title" : "incident.in.text")}</span>
                </dd>
            </dl>
            <p class="links">
                {kept && <a href={wordsAt({ article: claim.article, id: claim.id })}>{t("incident.open-article")}</a>}
                {link && (
                    <a href={link} rel="noreferrer noopener" target="_blank">
                        {t("incident.open-original")}
                    </a>
                )}
            </p>
        </>
    )
}
