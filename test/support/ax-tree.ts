/** The accessibility tree of each view of the gallery as text: what a screen reader has to go by. */
import type { CDPSession, Protocol } from "puppeteer-core";

type AxNode = Protocol.Accessibility.AXNode;

/** Roles that say nothing by themselves. */
const silent = new Set([
  "none",
  "generic",
  "paragraph",
  "strong",
  "LabelText",
  "DescriptionListDetail",
  "DescriptionListTerm",
]);
const told = ["disabled", "expanded", "checked", "pressed", "invalid", "selected", "modal"];

/** Times are another each time. */
const still = (text: unknown): string =>
  (typeof text === "string" || typeof text === "number" ? String(text) : "")
    .replace(/\s+/g, " ")
    .replace(/\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?/g, "0:00")
    .trim();

const quoted = (text: string): string => (text === "" ? "" : ` "${text}"`);

/** Role, name, value, description, states. */
function lineOf({ role, name, value, description, properties = [] }: AxNode): string {
  const states = properties
    .filter(
      ({ name: key, value: { value: state } }) =>
        told.includes(key) && (key === "expanded" || (state !== false && state !== "false")),
    )
    .map(
      ({ name: key, value: { value: state } }) =>
        ` [${state === true || state === "true" ? key : `${key}=${String(state)}`}]`,
    );
  const level =
    role?.value === "heading" ? ` ${String(properties.find((each) => each.name === "level")?.value.value)}` : "";
  const more = still(description?.value);
  return [
    String(role?.value),
    level,
    quoted(still(name?.value)),
    value === undefined ? "" : ` = ${still(value.value)}`,
    more === "" || more === still(name?.value) ? "" : ` (${more})`,
    ...states,
  ].join("");
}

/** Lines of text that follow each other are one. */
const joined = (lines: readonly string[]): string[] =>
  lines.reduce<string[]>((all, line) => {
    const last = all.at(-1);
    if (last?.startsWith('"') && line.startsWith('"'))
      return [...all.slice(0, -1), `${last.slice(0, -1)} ${line.slice(1)}`];
    return [...all, line];
  }, []);

/** The node's own line and those below it. Leaves of a group stand in one line; text that makes the name is not said twice. */
function linesOf(node: AxNode, byId: ReadonlyMap<string, AxNode>): string[] {
  const role = String(node.role?.value);
  const name = still(node.name?.value);
  if (role === "StaticText") return name === "" ? [] : [`"${name}"`];
  const below = joined((node.childIds ?? []).flatMap((id) => linesOf(byId.get(id) as AxNode, byId)));
  if (node.ignored || role === "InlineTextBox" || silent.has(role)) return below;
  const own = lineOf(node);
  const [first = ""] = below;
  if (below.length <= 1 && (first.startsWith('"') || first === "")) {
    const said = first.slice(1, -1);
    return [said === "" || said === name || node.value !== undefined ? own : `${own}: ${first}`];
  }
  if (role === "group" && below.every((line) => !line.startsWith(" "))) return [own, `  ${below.join(", ")}`];
  return [own, ...below.map((line) => `  ${line}`)];
}

/** All views, each under its name. */
export async function readTrees(session: CDPSession): Promise<string> {
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return nodes
    .filter(({ role, ignored }) => role?.value === "figure" && !ignored)
    .map((figure) => {
      const [caption = "", ...lines] = linesOf(figure, byId)
        .slice(1)
        .map((line) => line.slice(2));
      // The second live region keeps what it has said last, which depends on what came when, or is not there yet.
      if (lines.at(-2)?.startsWith("status") === true) lines.pop();
      return `# ${caption.replace(/^\w+: |"/g, "").trim()}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}
