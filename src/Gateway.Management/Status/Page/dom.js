// What the page shows is described anew each time and laid over what is there: elements stay the same ones, so that focus, open
// details and a reader's place survive. Text is only ever set as text.

const Svg = "http://www.w3.org/2000/svg";

/** Describes an element. Children: descriptions, texts, numbers, lists of them; null and false are left out. */
export function h(tag, props, ...children) {
  return { tag, props: props ?? {}, children: children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false) };
}

/** Makes the children of an element what is described. */
export function lay(parent, ...described) {
  const wanted = described.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false);
  const named = new Map();
  const free = [];
  for (const node of parent.childNodes) {
    if (node.layKey) named.set(node.layKey, node);
    else free.push(node);
  }

  let place = parent.firstChild;
  const kept = new Set();
  for (const child of wanted) {
    const node = fit(parent, child, named, free);
    kept.add(node);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }

  for (const node of [...parent.childNodes]) {
    if (!kept.has(node)) node.remove();
  }
}

function fit(parent, child, named, free) {
  if (typeof child !== "object") {
    const text = String(child);
    const at = free.findIndex(node => node.nodeType === Node.TEXT_NODE);
    const node = at < 0 ? document.createTextNode(text) : free.splice(at, 1)[0];
    if (node.data !== text) node.data = text;
    return node;
  }

  const { key } = child.props;
  let node;
  if (key) {
    node = named.get(key);
    named.delete(key);
  } else {
    const at = free.findIndex(known => known.localName === child.tag);
    if (at >= 0) node = free.splice(at, 1)[0];
  }

  if (node?.localName !== child.tag) node = create(parent, child);
  equip(node, child.props);
  lay(node, child.children);
  return node;
}

function create(parent, { tag, props }) {
  const isSvg = tag === "svg" || (parent.namespaceURI === Svg && parent.localName !== "foreignObject");
  const node = isSvg ? document.createElementNS(Svg, tag) : document.createElement(tag);
  node.layKey = props.key;
  node.layProps = {};
  return node;
}

// Only what differs from the last description is touched: what the reader has changed since (an opened detail, a text typed) stays.
function equip(node, props) {
  const before = node.layProps ?? {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(props)])) {
    const value = props[name];
    if (name === "key" || before[name] === value) continue;
    if (name.startsWith("on")) node[name] = value ?? null;
    else if (name === "turn") node.style.setProperty("--turn", value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : String(value));
  }

  node.layProps = props;
}
