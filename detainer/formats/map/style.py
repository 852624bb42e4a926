"""How the page of the map looks: on a wide screen, a narrow one, a dark one, and on paper."""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#16181d;--soft:#4a4f59;--rule:#d5d8de;--shade:#f3f4f7;--on:#16181d;--off:#fff}
@media screen and (prefers-color-scheme:dark){
:root{--paper:#14161b;--ink:#eceef2;--soft:#aab0bc;--rule:#373c46;--shade:#1d2027;--on:#eceef2;--off:#14161b}
}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.4;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:62rem;margin:0 auto;padding:1.25rem 1rem 3rem}
h1{font-size:1.5rem;line-height:1.2;margin:0 0 .4rem}
h2{font-size:1.05rem;margin:0}
p{margin:.3rem 0}
.soft{color:var(--soft)}
.unseen,.pick{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.dates{font-size:.82rem;line-height:2;margin:.8rem 0 .6rem}
.date{display:inline-block;padding:.12rem .4rem;margin:.1rem .05rem;border:1px solid var(--rule);border-radius:.3rem;
font-size:.82rem;cursor:pointer;font-variant-numeric:tabular-nums}
.date:hover,.go:hover{background:var(--shade)}
.pick:checked+.date{background:var(--on);color:var(--off);border-color:var(--on)}
.pick:focus-visible+.date{outline:3px solid #4c8dff;outline-offset:1px}
.stage{margin-top:.9rem;font-size:1rem;line-height:1.4}
.step{position:sticky;top:0;z-index:1;background:var(--paper);display:flex;align-items:center;justify-content:space-between;gap:.5rem;border:solid var(--rule);border-width:1px 0;padding:.5rem 0}
.now{flex:1;text-align:center}
.now strong{font-size:1.1rem}
.go{padding:.5rem .7rem;border:1px solid var(--rule);border-radius:.4rem;cursor:pointer;white-space:nowrap;font-size:.88rem}
.go.none{visibility:hidden}
.map svg.grid{display:block;width:100%;height:auto}
.legend{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.35rem 1rem;list-style:none;margin:.4rem 0 1rem;padding:0;font-size:.84rem}
.legend li{display:flex;gap:.55rem;align-items:flex-start}
.legend svg{flex:none;width:2rem;height:1.5rem}
.legend b{display:block}
table{border-collapse:collapse;width:100%;font-size:.82rem}
caption{text-align:left;font-weight:700;font-size:1.05rem;padding:.4rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-top:1px solid var(--rule)}
thead th{color:var(--soft);font-weight:600;border:0}
tbody th{width:8.5rem}
tbody .outcome{width:7.5rem;font-weight:600}
tbody .rule{width:10rem}
th small{white-space:nowrap}
td,td small{overflow-wrap:break-word}
td small,th small{display:block;font-weight:400;font-size:.95em;color:var(--soft)}
.fine{font-size:.82rem;color:var(--soft);margin-top:1rem}
@media (min-width:1500px){
main{max-width:100rem}
.stage{display:grid;grid-template-columns:minmax(0,50rem) minmax(0,1fr);gap:0 2rem}
.stage>.step{grid-column:1/-1}
.map{position:sticky;top:5rem;align-self:start}
}
@media (max-width:700px){
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody th,tbody td{display:block;border:0;padding:.1rem 0}
tbody tr{display:block;border-top:1px solid var(--rule);padding:.5rem 0}
tbody th,tbody .outcome,tbody .rule{width:auto}
.step{flex-wrap:wrap}.now{order:-1;flex-basis:100%}
}
@media print{
.date,.go,.hint{display:none}
tr,li,.map svg.grid{break-inside:avoid}
main{max-width:none;padding:0}
}
"""
