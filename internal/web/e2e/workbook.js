// Fills in cells of a workbook as a spreadsheet program would: nothing else in the file changes.
import { inflateRawSync } from "node:zlib";
import assert from "node:assert/strict";

// fill writes into a sheet and gives the new file. rows are { id in column A: { column title: text } }.
export function fill(bytes, sheet, rows) {
  const parts = unpack(bytes);
  const text = (name) => parts.get(name).toString();
  const shared = [...text("xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => [...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((t) => t[1]).join(""));
  const id = text("xl/workbook.xml").match(new RegExp(`<sheet name="${sheet}"[^>]*r:id="(\\w+)"`))[1];
  const name = "xl/" + text("xl/_rels/workbook.xml.rels").match(new RegExp(`Id="${id}" Target="/?(?:xl/)?([^"]+)"`))[1];
  let xml = text(name);
  const at = (cell) => shared[xml.match(new RegExp(`<c r="${cell}"[^>]* t="s"[^>]*><v>(\\d+)</v>`))?.[1]];
  const columns = Object.fromEntries([..."ABCDEFGHIJKLMNOPQRS"].map((c) => [at(c + "1"), c]));
  const lines = Object.fromEntries([...xml.matchAll(/<row r="(\d+)"/g)].map(([, n]) => [at("A" + n), n]));
  for (const [key, cells] of Object.entries(rows)) {
    for (const [title, value] of Object.entries(cells)) {
      const cell = columns[title] + lines[key];
      const found = new RegExp(`<c r="${cell}"((?: s="\\d+")?)[^>]*?(?:/>|>.*?</c>)`, "s");
      assert.match(xml, found, `the sheet ${sheet} has no cell ${cell} for ${title} of ${key}`);
      xml = xml.replace(found, (_, style) => `<c r="${cell}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`);
    }
  }
  parts.set(name, Buffer.from(xml));
  return pack(parts);
}

const escaped = (s) => s.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

// unpack gives the files of a zip by their names, in their order.
function unpack(zip) {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1"), parts = new Map();
  for (let n = zip.readUInt16LE(end + 10), at = zip.readUInt32LE(end + 16); n > 0; n--) {
    const method = zip.readUInt16LE(at + 10), size = zip.readUInt32LE(at + 20), long = zip.readUInt16LE(at + 28), local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const body = zip.subarray(from, from + size);
    parts.set(zip.toString("utf8", at + 46, at + 46 + long), method === 8 ? inflateRawSync(body) : body);
    at += 46 + long + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return parts;
}

// pack makes a zip of them, nothing compressed.
function pack(parts) {
  const files = [], index = [];
  let offset = 0;
  for (const [name, body] of parts) {
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(0x00210000, 6); // 1980-01-01
    about.writeUInt32LE(crc32(body), 10);
    about.writeUInt32LE(body.length, 14);
    about.writeUInt32LE(body.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const file = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, Buffer.from(name), body]);
    index.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), about, place, Buffer.from(name)]));
    files.push(file);
    offset += file.length;
  }
  const list = Buffer.concat(index), end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from("PK\x05\x06", "latin1"), end]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const b of bytes) {
    crc ^= b;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
