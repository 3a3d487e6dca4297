import assert from "node:assert/strict"
import test from "node:test"
import { load } from "./load.js"

const { changedFigures, wordByWord, tally } = await load("views/article/pieces.ts")
const own = (runs) => runs.filter((one) => one.own).map((one) => one.text.trim())

test("changed words are told on their side, figures as such", () => {
    const found = wordByWord("The blast killed 12 people in Leeds.", "The blast killed at least 30 people in Leeds.", "en")
    assert.deepEqual(own(found.here), ["12"])
    assert.deepEqual(own(found.there), ["at least 30"])
    assert.ok(found.here.some((one) => one.figure && one.text.includes("12")))
    assert.equal(found.here.map((one) => one.text).join(""), "The blast killed 12 people in Leeds.")
    assert.equal(found.there.map((one) => one.text).join(""), "The blast killed at least 30 people in Leeds.")
})

test("texts that share next to nothing aren't compared word by word", () => {
    assert.equal(wordByWord("Cinque persone sono morte.", "Five people were killed.", "it"), null)
})

test("pieces are counted", () => {
    assert.deepEqual(tally([{ what: "same" }, { what: "same" }, { what: "here" }]), { same: 2, changed: 0, here: 1, there: 0 })
})

test("figures that changed are counted where they did", () => {
    const pieces = [
        { what: "changed", here: "Police said 12 died and 40 were hurt.", there: "Police said 10 died and 35 were hurt." },
        { what: "changed", here: "It was late on Friday, police said.", there: "It was early on Friday, police said." },
        { what: "here", here: "All 9 are named.", there: "" },
    ]
    assert.equal(changedFigures(pieces, "en"), 2)
})
