/** To be written. */
export default function View() {
    return <h1>compare</h1>
}
