import type { ComponentChildren } from "preact"
import type { Key, Told } from "../../api/types"
import { language, t } from "../../i18n"
import { inWords } from "../../parts/value"
import { factInWords } from "../../parts/scope"
import type { Cover, Run } from "./marked"
import type { Segment } from "./segments"

interface Props {
    runs: Run[]
    chosen: Key | null
    /** Chooses a claim; `into` if the reader wants to go on in what is said of it. */
    choose: (claim: Key, into: boolean) => void
}

/** What a claim says, in a line: "Killed: 52". */
export const claimInWords = (claim: Told): string => `${factInWords(claim.facet, claim.scope)}: ${inWords(claim.value)}`

// What the page says within an article's text has a direction of its own, so that it doesn't decide that of the paragraph.

/** A paragraph, or the headline, with its marks. */
export function MarkedText({ runs, chosen, choose }: Props) {
    return (
        <>
            {runs.map((run) => {
                const words = run.segments.map((one) => <Words segment={one} chosen={chosen} />)
                return (
                    <>
                        {run.unread.map((at) => (
                            <a class="unread-flag" lang={language.value} dir="auto" href={`#u-${at}`} id={`u-${at}-here`}>
                                {t("article.unread.flag")}
                            </a>
                        ))}
                        {run.claim ? (
                            <ClaimWords run={run} claim={run.claim} chosen={chosen} choose={choose}>
                                {words}
                            </ClaimWords>
                        ) : (
                            words
                        )}
                    </>
                )
            })}
        </>
    )
}

interface ClaimProps extends Omit<Props, "runs"> {
    run: Run
    claim: Told
    children: ComponentChildren
}

/** Words that a claim was read from. Where several were, the innermost answers; the others are named beside it. */
function ClaimWords({ run, claim, chosen, choose, children }: ClaimProps) {
    const all = run.claims
    return (
        <a
            class={`claim ${claim.stance}${all.length > 1 ? " several" : ""}`}
            href={`#c-${claim.id}`}
            data-begins={run.begins.join(" ")}
            tabIndex={run.first ? 0 : -1}
            title={all.map(claimInWords).join("\n")}
            aria-current={all.some((one) => one.id === chosen) ? "true" : undefined}
            onFocus={(event) => {
                if (event.currentTarget.matches(":focus-visible") && !all.some((one) => one.id === chosen)) choose(claim.id, false)
            }}
            onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return
                event.preventDefault()
                choose(claim.id, event.detail === 0)
            }}
        >
            {children}
        </a>
    )
}

function Words({ segment, chosen }: { segment: Segment<Cover>; chosen: Key | null }) {
    const classes: string[] = []
    let says: string | undefined
    for (const one of segment.marks) {
        if (one.is === "claim" && one.claim.id === chosen) classes.push("picked")
        if (one.is === "evidence" && one.of === chosen) classes.push("evidence")
        if (one.is === "unread") classes.push("unread")
        if (one.is === "mention") {
            classes.push("mention")
            says = `${t(`mention.${one.mention.kind}`)}: ${one.mention.says}`
        }
    }
    if (classes.length === 0) return <>{segment.text}</>
    const claimed = segment.marks.some((one) => one.is === "claim")
    return (
        <span class={classes.join(" ")} title={claimed ? undefined : says}>
            {segment.text}
        </span>
    )
}
