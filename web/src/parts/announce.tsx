import { signal } from "@preact/signals"

const said = signal("")

/** Tells a screen reader something, when it has finished what it is reading. */
export function announce(text: string): void {
    // the same words once more are told once more only if the region was empty in between
    said.value = ""
    setTimeout(() => (said.value = text), 50)
}

/** The polite live region of the page. */
export function Announced() {
    return (
        <p class="unseen" role="status" aria-live="polite">
            {said}
        </p>
    )
}
