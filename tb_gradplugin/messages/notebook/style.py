"""How a report looks in a notebook.

Every colour of text and lines is made from the notebook's own, so that a
report fits into its light and its dark theme without asking which it is. What
has a colour of its own, the marks of severity, brings its ground with it.
"""

from __future__ import annotations

NAME = "tb-gradplugin"
"""The class of the outermost element, and the beginning of every other."""

_RULES = """
.NAME{font-size:13px;line-height:1.5;max-width:62rem;color:inherit;overflow-wrap:anywhere}
.NAME p{margin:0 0 .5em}
.NAME code{font-size:.95em;background:none;padding:0;color:inherit;
  font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.NAME-sum{font-weight:600}
.NAME details{border:1px solid #8885;border-radius:6px;margin:0 0 .6em;background:#8881}
.NAME summary{cursor:pointer;padding:.5em .75em;border-radius:6px}
.NAME summary:focus-visible{outline:2px solid currentColor;outline-offset:1px}
.NAME-head{display:inline-block;vertical-align:top;width:calc(100% - 1.5em)}
.NAME-head p{margin:.25em 0 0}
.NAME-mark{display:inline-block;padding:0 .55em;margin-right:.5em;border-radius:4px;
  font-size:.85em;font-weight:600}
.NAME-error{background:#b3261e;color:#fff}
.NAME-warning{background:#f9ab00;color:#1f1f1f}
.NAME-note{background:#425066;color:#fff}
.NAME-facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.35em 1em;
  margin:0;padding:.25em .75em .75em 1.9em}
.NAME-facts dt{grid-column:1;font-weight:400;opacity:.75}
.NAME-facts dd{grid-column:2;margin:0}
.NAME-line{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:0 1em}
.NAME-line code{white-space:pre-wrap}
.NAME ol.NAME-way{display:flex;flex-wrap:wrap;gap:.3em 0;list-style:none;margin:0;padding:0}
.NAME-way li{display:flex;align-items:center;margin:0;padding:0}
.NAME-way li+li::before{content:"\\2190";padding:0 .45em;opacity:.75}
.NAME-way li.NAME-behind::before{content:"\\2715";color:inherit;font-weight:700;opacity:1}
.NAME-op{border:1px solid #888a;border-radius:4px;padding:0 .45em}
.NAME-cut .NAME-op{border:2px solid #d9483b;font-weight:700}
.NAME-cut .NAME-ends{padding-left:.45em;font-size:.9em}
.NAME-unreached .NAME-op{border-style:dashed}
.NAME-list{max-height:22em;overflow:auto;padding:0 .75em .75em 1.9em}
.NAME-list table{border-collapse:collapse;margin:0;border:0}
.NAME-list th,.NAME-list td{text-align:left;padding:.1em 1.5em .1em 0;border:0;background:none;
  font-weight:400;color:inherit}
.NAME-list thead th{opacity:.75}
""".replace("NAME", NAME)

STYLE = f"<style>{' '.join(line.strip() for line in _RULES.strip().splitlines())}</style>"
