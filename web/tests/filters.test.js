import assert from "node:assert/strict"
import test from "node:test"
import { load } from "./load.js"

const { phrases, fromQuery, overviewAddress } = await load("views/lists/filters.ts")
const say = { kind: (k) => k.replace("-", " "), state: (s) => s, day: (d) => d, number: String }
const said = (filters) => phrases(filters, say).map(({ message, values }) => [message.replace("lists.says.", ""), ...Object.values(values)])

test("filters are said in their order", () => {
    assert.deepEqual(said({ voices: 3, words: "bridge", kind: "drone-strike", place: "Kazan", since: "2024-01-01" }), [
        ["kind", "drone strike"],
        ["place", "Kazan"],
        ["since", "2024-01-01"],
        ["words", "bridge"],
        ["voices", 3],
    ])
})

test("two days are one phrase, a point has its radius", () => {
    assert.deepEqual(said({ since: "2024-01-01", until: "2024-02-01", lat: 1.5, lon: -2 }), [
        ["near", "1.5", "-2", "25"],
        ["between", "2024-01-01", "2024-02-01"],
    ])
})

test("what holds unless told is not said", () => {
    assert.deepEqual(said({ dismissed: "hidden", order: "day" }), [])
    assert.deepEqual(said({ dismissed: "only", pinned: true }), [["pinned"], ["dismissed.only"]])
})

test("a query gives its filters, and nothing that is none", () => {
    assert.deepEqual(fromQuery({ new: "", kind: "riot", voices: "3", lat: "x", state: "sure", dismissed: "shown", script: "1" }), {
        kind: "riot",
        voices: 3,
        dismissed: "shown",
    })
})

test("the overview's address and the query go into each other", () => {
    const filters = { place: "Al Ḥasakah & co", state: "contested", voices: 2, pinned: true }
    const query = Object.fromEntries(new URL(overviewAddress(filters), "http://x").searchParams)
    assert.deepEqual(fromQuery(query), filters)
    assert.equal(overviewAddress({}), "/")
})
