/**
 * Runs in the gallery, as text: measures what people need who do not see well, do not see at all, or use no
 * pointer. Each question is answered for every view on the page, as a list of what is wrong.
 */
(() => {
  const figures = () => [...document.querySelectorAll("figure")];
  const viewOf = (node) => {
    let at = node;
    while (at.getRootNode() instanceof ShadowRoot) at = at.getRootNode().host;
    return at.closest("figure")?.dataset.view ?? "";
  };
  const controlSelector = 'button, a[href], input, select, textarea, summary, [tabindex="0"]';

  /** Parent as it is drawn: a slotted node lies in its slot, a root in its host. */
  const parentOf = (node) => {
    if (node.assignedSlot) return node.assignedSlot;
    const parent = node.parentNode;
    return parent instanceof ShadowRoot ? parent.host : parent instanceof Element ? parent : null;
  };
  const chainOf = (element) => {
    const chain = [];
    for (let at = element; at !== null; at = parentOf(at)) chain.push(at);
    return chain;
  };
  /** Whether an element can be seen; `known`: of which ancestors it is known whether they are only heard. */
  const seen = (element, known) => {
    const heard = (each) => {
      if (each === null || each.localName === "figure") return false;
      let only = known.get(each);
      if (only === undefined)
        known.set(each, (only = getComputedStyle(each).clipPath === "inset(50%)" || heard(parentOf(each))));
      return only;
    };
    return element.checkVisibility({ visibilityProperty: true }) && !heard(element);
  };
  const inactive = (element) => chainOf(element).some((each) => each.disabled === true || each.ariaDisabled === "true");
  /** All elements drawn in a view, those in the shadow included. */
  const inShadow = (root) =>
    [...root.querySelectorAll("*")].flatMap((each) =>
      each.shadowRoot === null ? [each] : [each, ...inShadow(each.shadowRoot)],
    );
  /** The element, or the box that stands for its small window. */
  const hostsIn = (node) =>
    [...node.querySelectorAll("*")].filter((each) => each.shadowRoot !== null && each.id !== "views");
  const elementsOf = (figure) => {
    const known = new Map();
    return hostsIn(figure)
      .flatMap((each) => inShadow(each.shadowRoot))
      .filter((each) => seen(each, known));
  };
  const controlsOf = (figure) => elementsOf(figure).filter((each) => each.matches(controlSelector) && !each.disabled);
  const nameOf = (element) =>
    `${element.localName}${element.getAttribute("part") ? `[part=${element.getAttribute("part")}]` : ""} "${(element.ariaLabel || element.value || element.textContent || "").replace(/\s+/g, " ").trim().slice(0, 40)}"`;

  const rgba = (text) => {
    const found = /^rgba?\(([^)]+)\)$/.exec(text);
    if (found) {
      const [red, green, blue, alpha = "1"] = found[1].split(/[\s,/]+/);
      return [Number(red), Number(green), Number(blue), Number(alpha)];
    }
    const mixed = /^color\(srgb ([^)]+)\)$/.exec(text);
    if (!mixed) throw new Error(`no colour: ${text}`);
    const [red, green, blue, alpha = "1"] = mixed[1].split(/[\s/]+/);
    return [red * 255, green * 255, blue * 255, Number(alpha)];
  };
  const mix = (over, under, share) =>
    over.slice(0, 3).map((value, index) => value * share + under[index] * (1 - share));
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratioOf = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const canvas = () =>
    matchMedia("(forced-colors: active)").matches
      ? rgba(getComputedStyle(document.documentElement).backgroundColor)
      : [255, 255, 255, 1];

  /** What is drawn behind an element's content, and how a colour on it comes out, translucent ancestors included. */
  const groundOf = (element) => {
    let under = canvas()[3] === 0 ? [255, 255, 255] : canvas().slice(0, 3);
    const groups = [];
    for (const each of chainOf(element).reverse()) {
      const style = getComputedStyle(each);
      if (Number(style.opacity) < 1) groups.unshift({ under, share: Number(style.opacity) });
      const own = rgba(style.backgroundColor);
      under = mix(own, under, own[3]);
    }
    const through = (colour) => groups.reduce((value, group) => mix(value, group.under, group.share), colour);
    return { ground: through(under), on: (colour) => through(mix(colour, under, colour[3])) };
  };
  const shown = (colour) => `#${colour.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;

  /** Every text, icon, field and mark whose contrast is too low (1.4.3, 1.4.11), and how many were measured. */
  const contrast = () => {
    const failures = new Set();
    let measured = 0;
    const judge = (element, what, colour, needed) => {
      const { ground, on } = groundOf(element);
      const drawn = on(colour);
      const ratio = ratioOf(drawn, ground);
      measured += 1;
      if (ratio < needed - 0.005)
        failures.add(
          `${viewOf(element)}: ${what} ${ratio.toFixed(2)} < ${needed} (${shown(drawn)} on ${shown(ground)})`,
        );
    };
    const neededBy = (style) => {
      const size = Number.parseFloat(style.fontSize);
      return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    };
    for (const element of figures().flatMap(elementsOf)) {
      if (inactive(element)) continue;
      const style = getComputedStyle(element);
      const text = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "")
        .map((node) => node.data.trim());
      // The words of a closed choice are those of its field; an option itself is drawn by the system.
      if (text.length > 0 && element.localName !== "option")
        judge(element, `"${text.join(" ").slice(0, 30)}"`, rgba(style.color), neededBy(style));
      if (element.localName === "select") {
        judge(element, `${nameOf(element)} text`, rgba(style.color), neededBy(style));
        judge(parentOf(element), `${nameOf(element)} edge`, rgba(style.borderTopColor), 3);
      }
      if (element.localName === "input" && !/^(checkbox|range)$/.test(element.type)) {
        const placeholder = getComputedStyle(element, "::placeholder");
        if (element.value === "") judge(element, "placeholder", rgba(placeholder.color), neededBy(placeholder));
        else judge(element, nameOf(element), rgba(style.color), neededBy(style));
      }
      if (element.localName === "svg") {
        for (const paint of [style.stroke, style.fill])
          if (paint !== "none") judge(element, `icon in ${nameOf(parentOf(element))}`, rgba(paint), 3);
      }
      const mark = getComputedStyle(element, "::after");
      if (mark.content !== "none") judge(element, `mark on ${nameOf(element)}`, rgba(mark.borderTopColor), 3);
    }
    return { measured, failures: [...failures] };
  };

  /** Controls smaller than 24 by 24 px (2.5.8); a label belongs to its field. */
  const targets = () => {
    const failures = new Set();
    let measured = 0;
    for (const control of figures().flatMap(controlsOf)) {
      measured += 1;
      const { width, height } = control.getBoundingClientRect();
      if (Math.min(width, height) < 23.99)
        failures.add(`${viewOf(control)}: ${nameOf(control)} ${width.toFixed(1)} x ${height.toFixed(1)}`);
    }
    return { measured, failures: [...failures] };
  };

  /** Controls that are called something else than what stands on them (2.5.3): nobody could say their name to a machine. */
  const labels = () => {
    const plain = (text) =>
      text
        .toLocaleLowerCase()
        .replace(/[\p{Cf}\s]+/gu, " ")
        .trim();
    return figures()
      .flatMap(controlsOf)
      .filter(
        (control) =>
          control.ariaLabel &&
          control.localName !== "input" &&
          !plain(control.ariaLabel).includes(plain(control.innerText)),
      )
      .map((control) => `${viewOf(control)}: "${control.innerText}" is called "${control.ariaLabel}"`);
  };

  const clips = (style) => style.overflowX !== "visible" || style.overflowY !== "visible";

  /** What the focus looks like on a control that has it (2.4.7, 2.4.11, 1.4.11). */
  const focusFailure = (control) => {
    const style = getComputedStyle(control);
    const width = Number.parseFloat(style.outlineWidth);
    const offset = Number.parseFloat(style.outlineOffset);
    if (style.outlineStyle === "none" || width < 2)
      return `no ring of 2 px (${style.outlineStyle} ${style.outlineWidth})`;
    const around = offset < 0 ? control : parentOf(control);
    // A shadow in the ring's gap is what the ring is seen against.
    const gap = /(?:rgba?|color)\([^)]*\) 0px 0px 0px 2px/.exec(style.boxShadow)?.[0].replace(/ 0px.*/, "");
    const { ground, on } = groundOf(around);
    const ratio = ratioOf(on(rgba(style.outlineColor)), gap === undefined ? ground : on(rgba(gap)));
    if (ratio < 3) return `ring ${ratio.toFixed(2)} < 3 (${style.outlineColor} on ${shown(ground)})`;
    const box = control.getBoundingClientRect();
    const reach = Math.max(0, width + offset) - 0.5;
    for (const each of chainOf(parentOf(control))) {
      if (!(each.getRootNode() instanceof ShadowRoot)) break;
      if (!clips(getComputedStyle(each))) continue;
      const edge = each.getBoundingClientRect();
      if (
        box.left - reach < edge.left ||
        box.right + reach > edge.right ||
        box.top - reach < edge.top ||
        box.bottom + reach > edge.bottom
      ) {
        return `ring cut off by ${each.className || each.localName}`;
      }
    }
    return null;
  };

  const visited = new Set();
  const focusFailures = new Set();
  const note = (event) => {
    const control = event.target;
    if (control.shadowRoot !== null) return;
    visited.add(control);
    const failure = focusFailure(control);
    if (failure !== null) focusFailures.add(`${viewOf(control)}: ${nameOf(control)} ${failure}`);
  };
  // Between two nodes of one shadow tree the focus moves unseen from outside.
  for (const { shadowRoot } of inShadow(document)) shadowRoot?.addEventListener("focusin", note);
  /** After Tab has been pressed often enough: which controls it never came to, and which it came to without a word. */
  const focus = () => {
    const controls = figures().flatMap(controlsOf);
    return {
      measured: visited.size,
      left: controls.length,
      failures: [
        ...focusFailures,
        ...controls
          .filter((each) => !visited.has(each))
          .map((each) => `${viewOf(each)}: ${nameOf(each)} is not reached`),
      ],
    };
  };
  /** Gives every control the focus in turn, as keys would. */
  const focusEach = () => {
    focusFailures.clear();
    for (const control of figures().flatMap(controlsOf)) control.focus({ focusVisible: true });
    return focus();
  };
  const controlCount = () => figures().flatMap(controlsOf).length;

  /** What is cut off or sticks out; `allowed`: names that no line could hold, which end in an ellipsis and are read out in full. */
  const cut = (figure, elements, allowed) => {
    const failures = new Set();
    const view = figure.dataset.view;
    const frame = figure.getBoundingClientRect();
    for (const element of elements) {
      if (element.closest("svg, option")) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1))
        failures.add(`${view}: ${nameOf(element)} sticks out`);
      if (element.matches("input, select, meter") || element.clientWidth === 0) continue;
      if (allowed.test(element.textContent.trim())) continue;
      const wide = element.scrollWidth > element.clientWidth + 1;
      const tall = element.scrollHeight > element.clientHeight + 2;
      if (wide && style.overflowX !== "visible") failures.add(`${view}: ${nameOf(element)} is cut at its side`);
      if (tall && (style.overflowY === "hidden" || style.overflowY === "clip"))
        failures.add(`${view}: ${nameOf(element)} is cut below`);
    }
    return failures;
  };

  /** Within what an element is drawn, and whether it stays where it is while others scroll under it. */
  const frameOf = (element, known) => {
    if (element.localName === "figure")
      return { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity, stays: false };
    let frame = known.get(element);
    if (frame === undefined) {
      const around = frameOf(parentOf(element), known);
      const style = getComputedStyle(element);
      frame = { ...around, stays: around.stays || style.position === "sticky" };
      if (clips(style)) Object.assign(frame, common(around, element.getBoundingClientRect()));
      known.set(element, frame);
    }
    return frame;
  };
  const common = (one, other) => ({
    left: Math.max(one.left, other.left),
    top: Math.max(one.top, other.top),
    right: Math.min(one.right, other.right),
    bottom: Math.min(one.bottom, other.bottom),
  });
  /** The boxes of all words and pictures of a view: of a line, the part in which letters stand. */
  const inkOf = (elements) =>
    elements.flatMap((element) => {
      if (element.closest("svg, option") !== null && element.localName !== "svg") return [];
      if (/^(svg|img|input|select|meter)$/.test(element.localName)) {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const { paddingLeft, paddingRight } = getComputedStyle(element);
        const box = {
          left: left + Number.parseFloat(paddingLeft),
          right: right - Number.parseFloat(paddingRight),
          top,
          bottom,
        };
        return [{ element, node: element, text: nameOf(element), box }];
      }
      return [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "")
        .flatMap((node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return [...range.getClientRects()].map(({ left, right, top, height }) => ({
            element,
            node,
            text: `"${node.data.trim().slice(0, 40)}"`,
            box: { left, right, top: top + height * 0.2, bottom: top + height * 0.8 },
          }));
        });
    });

  /** Words and pictures that lie over each other, are cut off, or leave their panel. */
  const overlaps = (allowed = /^$/) => {
    const failures = new Set();
    let measured = 0;
    for (const figure of figures()) {
      const elements = elementsOf(figure);
      for (const failure of cut(figure, elements, allowed)) failures.add(failure);
      const known = new Map();
      const ink = inkOf(elements)
        .map((each) => {
          const frame = frameOf(each.element, known);
          return { ...each, stays: frame.stays, box: common(each.box, frame) };
        })
        .filter(({ box }) => box.right - box.left >= 1 && box.bottom - box.top >= 1);
      measured += ink.length;
      ink.forEach((one, index) => {
        for (const other of ink.slice(index + 1)) {
          // What scrolls goes under what stays.
          if (one.node === other.node || one.stays !== other.stays) continue;
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (across > 1 && down > 1)
            failures.add(`${figure.dataset.view}: ${one.text} and ${other.text} lie over each other`);
        }
      });
    }
    return { measured, failures: [...failures] };
  };

  /** What is cut off, sticks out, lies under something else or has to be scrolled both ways (1.4.4, 1.4.10, 1.4.12). */
  const reflow = (allowed = /^$/) => {
    const failures = new Set(overlaps(allowed).failures);
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) failures.add(`the page is ${scrollWidth} px wide in ${clientWidth}`);
    for (const figure of figures()) {
      const view = figure.dataset.view;
      for (const control of controlsOf(figure)) {
        control.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = control.getBoundingClientRect();
        const hit = control.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
        if (hit === null || !(control.contains(hit) || hit.contains(control)))
          failures.add(`${view}: ${nameOf(control)} lies under ${hit === null ? "nothing" : nameOf(hit)}`);
      }
    }
    return { failures: [...failures] };
  };

  /** Controls that nobody would see in forced colours: no edge, no text and no icon that stands out. */
  const edges = () => {
    const failures = new Set();
    for (const control of figures().flatMap(controlsOf)) {
      const style = getComputedStyle(control);
      const drawn = [control, ...control.querySelectorAll("svg, span")].some((each) => {
        const own = getComputedStyle(each);
        const { ground, on } = groundOf(each === control ? parentOf(control) : each);
        const edge =
          own.borderTopStyle !== "none" && Number.parseFloat(own.borderTopWidth) >= 1 ? [own.borderTopColor] : [];
        const paints = each.localName === "svg" ? [own.stroke, own.fill].filter((paint) => paint !== "none") : edge;
        return paints.some((paint) => ratioOf(on(rgba(paint)), ground) >= 3);
      });
      const text = control.localName === "a";
      if (!drawn && !text && style.appearance !== "auto")
        failures.add(`${viewOf(control)}: ${nameOf(control)} has neither edge nor icon`);
    }
    return { failures: [...failures] };
  };

  /** What moves. */
  const moving = () =>
    figures().flatMap((figure) =>
      elementsOf(figure).flatMap((element) =>
        element
          .getAnimations()
          .filter((animation) => animation instanceof CSSAnimation || animation.playState === "running")
          .map(
            (animation) =>
              `${viewOf(element)}: ${nameOf(element)} ${animation.animationName ?? animation.transitionProperty}`,
          ),
      ),
    );

  /** Ends what moves, which would be measured half way. */
  const settle = () => {
    for (const animation of document.getAnimations()) {
      if (animation.effect.getComputedTiming().iterations === 1) animation.finish();
      else animation.cancel();
    }
  };

  /** As if the pointer were on everything at once. */
  const hover = () => {
    for (const element of hostsIn(document)) {
      const more = new CSSStyleSheet();
      const rules = element.shadowRoot.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
      more.replaceSync(
        rules
          .filter((rule) => rule.selectorText?.includes(":hover"))
          .map((rule) => rule.cssText.replaceAll(":hover", ""))
          .join("\n"),
      );
      element.shadowRoot.adoptedStyleSheets = [...element.shadowRoot.adoptedStyleSheets, more];
    }
    return () => {
      for (const element of hostsIn(document))
        element.shadowRoot.adoptedStyleSheets = element.shadowRoot.adoptedStyleSheets.slice(0, -1);
    };
  };

  globalThis.reach = {
    contrast,
    controlCount,
    edges,
    focus,
    focusEach,
    hover,
    labels,
    moving,
    overlaps,
    reflow,
    settle,
    targets,
  };
})();
