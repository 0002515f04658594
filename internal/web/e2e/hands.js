// The two ways in which a person works what stands on a page: with the mouse, and with the keys alone.
import assert from "node:assert/strict";

// mouse points and clicks.
export const mouse = {
  press: (at) => at.click(),
  twice: (at) => at.dblclick(),
  fill: (at, words) => at.fill(words),
  check: (at) => at.check(),
  pick: (at, value) => at.selectOption(value),
  attach: (at, file) => at.setInputFiles(file),
};

// keys goes from stop to stop with Tab, sees where the focus is at each of them, and uses nothing but what a keyboard has.
export const keys = {
  async press(at) {
    await reach(at);
    await at.page().keyboard.press("Enter");
  },
  async twice(at) {
    await reach(at);
    await Promise.all([at.page().keyboard.press("Enter"), at.page().keyboard.press("Enter")]);
  },
  async fill(at, words) {
    await reach(at);
    const { keyboard } = at.page();
    if ((await at.getAttribute("type")) === "date") return day(at, words);
    await keyboard.press("Control+A");
    await (words ? keyboard.insertText(words) : keyboard.press("Delete"));
  },
  async check(at) {
    await reach(at);
    if (await at.isChecked()) return;
    const { keyboard } = at.page();
    if (await focused(at)) return keyboard.press("Space");
    for (let i = 0; !(await at.isChecked()); i++) {
      assert.ok(i < 40, `no arrow leads to ${await at.evaluate(told)}`);
      await keyboard.press("ArrowDown");
    }
  },
  async pick(at, value) {
    await reach(at);
    const { keyboard } = at.page();
    const down = await at.evaluate((list, v) => [...list.options].findIndex((o) => o.value === v) > list.selectedIndex, value);
    for (let i = 0; (await at.inputValue()) !== value; i++) {
      assert.ok(i < 400, `no arrow leads to ${value} in ${await at.evaluate(told)}`);
      await keyboard.press(down ? "ArrowDown" : "ArrowUp");
    }
  },
  async attach(at, file) {
    await reach(at);
    await at.setInputFiles(file); // the window that opens belongs to the system
  },
};

// day types a day into the three parts of its field, which stand as the browser's own language has them: month, day, year.
async function day(at, words) {
  const [year, month, date] = words.split("-"), { keyboard } = at.page();
  await keyboard.type(month + date + year);
  assert.equal(await at.inputValue(), words, `the day typed into ${await at.evaluate(told)}`);
}

const told = (e) => e.outerHTML.slice(0, 160);
const focused = (at) => at.evaluate((e) => e === document.activeElement);

// reach presses Tab, or Shift and Tab when it lies behind, until the focus is on an element, or on another of its radio buttons.
// Each stop on the way can be seen, and nothing that stays in place covers all of it.
export async function reach(at) {
  await at.waitFor({ state: "attached" });
  const page = at.page();
  for (let i = 0; i < 300; i++) {
    const stop = await at.evaluate(where);
    assert.ok(stop.seen, `the focus cannot be seen on ${stop.what}`);
    assert.ok(!stop.covered, `the focus is covered on ${stop.what} by ${stop.covered}`);
    if (stop.there) return;
    await page.keyboard.press(stop.back ? "Shift+Tab" : "Tab");
  }
  assert.fail(`no Tab leads to ${await at.evaluate(told)} on ${page.url()}`);
}

// where tells, in the page, where the focus is and how to go on to an element.
function where(wanted) {
  const e = document.activeElement;
  if (e === document.body) return { seen: true, back: false, what: "nothing" };
  const jumped = e.tabIndex < 0; // to the content or to a heading, which nobody operates: the next Tab leads into it
  const framed = (x) => x && getComputedStyle(x).outlineStyle !== "none", box = e.getBoundingClientRect();
  const own = (x) => x && (e.contains(x) || x.contains(e) || [...(e.labels ?? [])].some((l) => l.contains(x) || x.contains(l)));
  const points = [0.1, 0.5, 0.9].map((part) => [Math.min(Math.max(box.x + box.width * part, 0), innerWidth - 1), box.y + box.height / 2]);
  const over = points.map(([x, y]) => document.elementFromPoint(x, y));
  const inside = box.bottom > 0 && box.top < innerHeight;
  return {
    there: e === wanted || (wanted.type === "radio" && e.type === "radio" && e.name === wanted.name && e.form === wanted.form),
    back: Boolean(e.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_PRECEDING),
    seen: jumped || box.width > 0 && box.height > 0 && [e, e.closest(".option"), e.closest(".level"), ...(e.labels ?? [])].some(framed),
    covered: !jumped && inside && !over.some(own) ? over[1]?.outerHTML.slice(0, 80) : "",
    what: e.outerHTML.slice(0, 160),
  };
}
