// The program under test: it is started on a folder, says where it is, and is ended at the end.
import { spawn, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, cpSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const vigil = resolve(process.env.VIGIL ?? "bin/vigil");

// folder gives a fresh folder that is removed at the end.
const folders = [];
export function folder(copyOf) {
  const dir = mkdtempSync(join(tmpdir(), "vigil-e2e-"));
  folders.push(dir);
  if (copyOf) cpSync(copyOf, dir, { recursive: true });
  return dir;
}

// demo gives a folder with the demo in it, a copy of the one that DEMO names or a new one, and with a draft of a company for
// each walk that answers.
export function demo(...drafts) {
  const data = process.env.DEMO && existsSync(process.env.DEMO) ? folder(process.env.DEMO) : folder();
  if (!process.env.DEMO) run("demo", "--data", data, "--out", folder());
  for (const code of drafts) run("assessment", "new", code, "--data", data, "--organisation", "abendklar", "--questionnaire", "company-quick", "--mode", "SELF", "--period", "2027");
  return data;
}

// run runs a command of the program.
export const run = (...args) => execFileSync(vigil, args, { stdio: ["ignore", "ignore", "inherit"] });

const running = [];

// serve starts the program on a folder. text is what it printed until it was there.
export function serve(data, ...flags) {
  return new Promise((done, failed) => {
    const child = spawn(vigil, ["serve", "--data", data, "--addr", "127.0.0.1:0", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
    const program = { child, text: "", log: "", url: "" };
    running.push(program);
    child.stdout.on("data", (bytes) => {
      program.text += bytes;
      const at = program.text.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (at && !program.url) {
        program.url = at[0];
        setTimeout(() => done(program), 300); // whatever else it prints
      }
    });
    child.stderr.on("data", (bytes) => (program.log += bytes));
    child.on("exit", (code) => program.url || failed(new Error(`vigil serve ended with ${code}: ${program.log}`)));
  });
}

// logins are the people of the demo with the passwords that the program printed.
export function logins(program) {
  const people = {};
  for (const [, login, password] of program.text.matchAll(/^([a-z]+) {2,}(\S+) {2,}\S/gm)) if (login !== "login") people[login] = password;
  return people;
}

// visits says how often each page of the table of routes was shown, by all programs that run.
export async function visits() {
  const count = {};
  for (const { url } of running) {
    for (const path of ["/healthz", "/readyz", "/metrics"]) await fetch(url + path);
    const text = await (await fetch(`${url}/metrics`)).text();
    for (const [, route, n] of text.matchAll(/^vigil_requests_total\{method="GET",route="([^"]+)",status="200"\} (\d+)/gm)) count[route] = (count[route] ?? 0) + Number(n);
  }
  return count;
}

// end ends what runs and removes what was made.
export async function end() {
  await Promise.all(running.map(({ child }) => new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.on("exit", done);
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
  })));
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
}
