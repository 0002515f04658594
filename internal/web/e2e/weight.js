// Measures what the main pages cost a visitor who comes for the first time and one who comes again.
export async function weigh(who, pages) {
  const rows = [];
  for (const [name, path] of pages) {
    const context = await who.context.browser().newContext({ baseURL: who.program.url, storageState: await who.context.storageState(), viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    const count = { bytes: 0, requests: 0 }, cached = new Set();
    cdp.on("Network.loadingFinished", (e) => (count.bytes += e.encodedDataLength));
    cdp.on("Network.responseReceived", (e) => e.response.url.startsWith("http") && !e.response.fromDiskCache && !cached.has(e.requestId) && count.requests++);
    cdp.on("Network.requestServedFromCache", (e) => cached.add(e.requestId));
    await page.addInitScript(() => {
      window.blocked = 0;
      new PerformanceObserver((list) => {
        for (const task of list.getEntries()) window.blocked += Math.max(0, task.duration - 50);
      }).observe({ type: "longtask", buffered: true });
    });
    const visit = async () => {
      count.bytes = count.requests = 0;
      const answer = await page.goto(path, { waitUntil: "networkidle" });
      const timing = await page.evaluate(() => {
        const n = performance.getEntriesByType("navigation")[0];
        return { blocked: window.blocked, interactive: n.domContentLoadedEventEnd, first: n.responseStart - n.requestStart, html: n.decodedBodySize };
      });
      return { status: answer.status(), bytes: count.bytes, requests: count.requests, ...timing };
    };
    rows.push({ name, path, first: await visit(), again: await visit() });
    await context.close();
  }
  return rows;
}

export function table(rows) {
  const kb = (n) => (n / 1000).toFixed(1).padStart(8);
  const ms = (n) => n.toFixed(0).padStart(8);
  const lines = ["page                     kB first  requests  kB again  requests   html kB   server ms   blocking ms"];
  for (const r of rows) {
    lines.push(`${r.name.padEnd(24)} ${kb(r.first.bytes)}  ${String(r.first.requests).padStart(8)}  ${kb(r.again.bytes)}  ${String(r.again.requests).padStart(8)}  ${kb(r.first.html)}  ${ms(r.again.first)}    ${ms(Math.min(r.first.blocked, r.again.blocked))}`);
  }
  return lines.join("\n");
}
