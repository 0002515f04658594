// Visits every page that somebody can reach by links and takes its picture: wide in the light and in the dark, and narrow.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

// pattern is what a path is an example of: pages that differ only in whose they are are looked at once or twice.
function pattern(path) {
  return path
    .replace(/\?.*$/, (q) => "?" + [...new URLSearchParams(q).keys()].sort().join("&"))
    .replace(/^\/(organisations|allegations|caps|people|evidence|portfolios)\/(?!new)[^/?]+/, "/$1/:code")
    .replace(/^\/assessments\/(?!new)[^/?]+/, "/assessments/:code")
    .replace(/\/questions\/[^/?]+/, "/questions/:question")
    .replace(/\/nodes\/[^/?]+/, "/nodes/:node");
}

const files = /\/(report|receipt|download|copy|original|static)\/|\.(xlsx|pdf|docx|csv|json|svg|txt)(\?|$)|^\/(metrics|healthz|readyz)/;

export async function gallery(who, folder, { most = 70, examples = 1 } = {}) {
  mkdirSync(folder, { recursive: true });
  const seen = new Map(), queue = ["/"], queued = new Set(queue), pages = [];
  while (queue.length > 0 && pages.length < most) {
    const path = queue.shift();
    const kind = pattern(path);
    if ((seen.get(kind) ?? 0) >= examples) continue;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const answer = await who.page.goto(path).catch(() => null); // a file is handed out, not shown
    if (!answer || !/text\/html/.test(answer.headers()["content-type"] ?? "")) continue;
    pages.push({ path, kind, status: answer.status() });
    await pictures(who.page, join(folder, name(kind, seen.get(kind))));
    const links = await who.page.$$eval("a[href]", (all) => all.filter((a) => a.origin === location.origin && !a.hasAttribute("download")).map((a) => a.pathname + a.search));
    for (const link of links) {
      if (!queued.has(link) && !files.test(link)) {
        queued.add(link);
        queue.push(link);
      }
    }
  }
  return pages;
}

const name = (kind, n) => (kind.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home") + (n > 1 ? `-${n}` : "");

// pictures takes the three pictures of a page.
export async function pictures(page, file) {
  const size = page.viewportSize();
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot({ path: `${file}.light.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${file}.dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${file}.narrow.png`, fullPage: true });
  await page.setViewportSize(size);
}
