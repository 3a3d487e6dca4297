import assert from "node:assert/strict"
import test from "node:test"
import { load } from "./load.js"

const { paragraphs, slice } = await load("views/article/segments.ts")
const shown = (text, marks) =>
    paragraphs(text, marks).map((one) => one.map(({ text, marks }) => (marks.length ? `${text}<${marks.join(" ")}>` : text)).join("|"))

test("spans count code points and not UTF-16", () => {
    assert.equal(slice("🚨🚨 Five dead", [3, 7]), "Five")
    assert.deepEqual(shown("🚨 Five 𝕏 dead", [{ span: [2, 6], what: "a" }, { span: [7, 8], what: "b" }]), ["🚨 |Five<a>| |𝕏<b>| dead"])
})

test("a span within another stands in it, the innermost last", () => {
    assert.deepEqual(shown("ten of the dead", [{ span: [0, 3], what: "in" }, { span: [0, 15], what: "out" }]), [
        "ten<out in>| of the dead<out>",
    ])
})

test("spans that cross are cut where they do", () => {
    assert.deepEqual(shown("abcdef", [{ span: [0, 4], what: "x" }, { span: [2, 6], what: "y" }]), ["ab<x>|cd<x y>|ef<y>"])
})

test("two spans over the same words both cover them", () => {
    assert.deepEqual(shown("a missile fell", [{ span: [2, 9], what: "k" }, { span: [2, 9], what: "w" }]), [
        "a |missile<k w>| fell",
    ])
})

test("a span over two paragraphs marks both, and begins once", () => {
    const found = paragraphs("one two\n\nthree four", [{ span: [4, 14], what: "q" }])
    assert.deepEqual(
        found.map((one) => one.map(({ text, begin }) => [text, begin.length])),
        [[["one ", 0], ["two", 1]], [["three", 0], [" four", 0]]],
    )
})

test("spans that are empty or lie beyond the text mark nothing that isn't there", () => {
    assert.deepEqual(shown("abc", [{ span: [1, 1], what: "e" }, { span: [2, 90], what: "f" }, { span: [50, 60], what: "g" }]), [
        "ab|c<f>",
    ])
    assert.deepEqual(shown("", []), [])
})
