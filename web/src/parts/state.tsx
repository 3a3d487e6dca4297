import type { State } from "../api/types"
import { t } from "../i18n"

export const STATES: readonly State[] = ["contested", "revised", "unordered", "agreed", "single"]

/** Outlines of the states in a square of 12, so that each is known without its colour: a diamond for what is contested,
 * a triangle for what moved, an open square for what has no order, a disc for what is agreed, a ring for one voice. */
export const OUTLINES: Record<State, string> = {
    contested: "M6 .4 11.6 6 6 11.6 .4 6z",
    revised: "M6 1 11.4 10.6H.6z",
    unordered: "M1.9 1.9h8.2v8.2H1.9z",
    agreed: "M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1z",
    single: "M6 1.9a4.1 4.1 0 1 1 0 8.2A4.1 4.1 0 1 1 6 1.9z",
}

/** Those that are drawn as a line and not filled. */
export const isOpen = (state: State): boolean => state === "unordered" || state === "single"

/** How values stand to each other: as a shape alone, where the word stands beside. */
export function StateShape({ state, size = 12 }: { state: State; size?: number }) {
    return (
        <svg class={`shape ${state}`} viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
            <path class={isOpen(state) ? "open" : "full"} d={OUTLINES[state]} />
        </svg>
    )
}

/** How values stand to each other: shape, colour and word. `brief` leaves the word to screen readers and to the pointer. */
export function StateMark({ state, brief }: { state: State; brief?: boolean }) {
    return (
        <span class={`state ${state}`} title={t(`state.${state}.says`)}>
            <StateShape state={state} />
            <span class={brief ? "unseen" : "word"}>{t(`state.${state}`)}</span>
        </span>
    )
}
