// Requests to the server: the token of today, refusals with their sentence, and whether there is a line at all.
import { say } from "./words.js";

export const ROOT = "/inspections/phone/";
export class SignedOut extends Error {}
export class Refused extends Error {
  constructor(message, status, answer) {
    super(message);
    this.status = status;
    this.answer = answer;
  }
}
export class NoLine extends Error {}

export const line = Object.assign(new EventTarget(), { isUp: navigator.onLine, token: "" });

function turn(isUp) {
  if (line.isUp === isUp) return;
  line.isUp = isUp;
  line.dispatchEvent(new Event("change"));
}
addEventListener("online", () => turn(true));
addEventListener("offline", () => turn(false));

const cookieToken = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

// Ask the server; a token that ran out is fetched anew, once.
export async function ask(path, given = {}) {
  const response = await send(path, given);
  if (response.status !== 403 || response.headers.get("Content-Type")?.includes("json")) return read(response);
  const shell = await fetch(ROOT, { cache: "no-store", redirect: "manual" });
  return read(shell.type === "opaqueredirect" ? shell : await send(path, given));
}

// Ask for what may not have changed since: null when it hasn't, else the answer with its mark.
export async function askAnew(path, mark) {
  const response = await send(path, { mark });
  if (response.status === 304) return null;
  return { ...(await read(response)), mark: (response.headers.get("ETag") ?? "").replace(/^W\//, "") };
}

async function send(path, { body, json, mark, keepalive = false }) {
  const isPost = body !== undefined || json !== undefined;
  const headers = { Accept: "application/json" };
  if (mark) headers["If-None-Match"] = mark;
  if (isPost) headers["X-CSRFToken"] = cookieToken() || line.token;
  if (json !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(ROOT + path, {
      method: isPost ? "POST" : "GET", headers, keepalive, redirect: "manual", cache: "no-store", body: json === undefined ? body : JSON.stringify(json),
    });
  } catch (error) {
    turn(false);
    throw new NoLine(say("没有连上服务器"), { cause: error });
  }
  turn(navigator.onLine); // an answer may still arrive just after the line went
  return response;
}

async function read(response) {
  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
  if (answer.csrf) line.token = answer.csrf;
  if (response.status === 401 || response.type === "opaqueredirect") throw new SignedOut(say("请重新登录，手机上的都还在"));
  if (!response.ok) throw new Refused(answer.message ?? answer.error ?? say("服务器没有收下（{status}），手机上的都还在", { status: response.status }), response.status, answer);
  return answer;
}
