import { useRoute } from "preact-iso"
import { CompareForm } from "./form"
import { ComparisonPage } from "./result"
import "./compare.css"

/** Links and texts to lay side by side; or what came of it. */
export default function View() {
    const { id } = useRoute().params as { id?: string }
    return id ? <ComparisonPage key={id} id={id} /> : <CompareForm />
}
