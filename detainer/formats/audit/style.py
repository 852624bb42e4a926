"""How the page of an audit looks beyond what every page does."""

from __future__ import annotations

from ..html.style import STYLE as PAGE
from .charts import style

__all__ = ["STYLE"]

STYLE = (
    PAGE
    + style()
    + r"""
:root{--open:#8a5a00}
@media screen and (prefers-color-scheme:dark){:root{--open:#e5b04c}}
body{max-width:70rem}
header .of{margin:0 0 .25rem;font-size:.95rem;font-weight:600}
header .pairs{margin:.25rem 0 .75rem;color:var(--ink)}
.held{position:absolute}
svg.detainer{min-width:0;width:100%;margin:0;overflow:visible}
svg.bar{height:14px;min-width:5rem}
svg.swatch{width:2.2rem;height:14px;flex:none;margin-top:.25rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:.75rem 0 0;padding:0;list-style:none;font-size:.92rem}
nav li{margin:0}
.beware{margin-top:1.5rem;padding:.25rem 1.25rem .75rem;border:1px solid var(--rule);border-left:.5rem solid var(--open)}
.beware h2{margin-top:.5rem;border:0;padding:0}
h1{text-wrap:balance}
.when{white-space:nowrap}
.beside{display:grid;grid-template-columns:minmax(0,9fr) minmax(0,11fr);gap:1rem 2.5rem;align-items:start}
.multiples{display:grid;grid-template-columns:1fr 1fr;gap:1.25rem 1.5rem;align-items:end}
figcaption{padding:.3rem 0 .4rem;font-size:.92rem;line-height:1.4}
figcaption b{font-weight:600}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin:.5rem 0;padding:0;list-style:none;font-size:.9rem}
.legend li{display:flex;gap:.5rem;margin:0}
.numbers{font-variant-numeric:tabular-nums}
.numbers td,.numbers thead th+th{text-align:right}
.numbers td{white-space:nowrap}
.numbers thead th{vertical-align:bottom}
.funnel{table-layout:fixed}
.funnel tr>:nth-child(1){width:42%}
.funnel tr>:nth-child(2){width:5.5rem}
.funnel tr>:nth-child(3){text-align:left}
.funnel tbody th{font-weight:400}
.funnel tr.whole>*{font-weight:700}
.funnel tr.sub>:first-child{padding-left:1.8rem}
.grouped td,.grouped thead th+th{text-align:left}
.grouped td:nth-child(2),.grouped thead th:nth-child(2){text-align:right}
.grouped tr>:first-child{min-width:4rem;overflow-wrap:anywhere}
.kept tr>:nth-child(2){text-align:right}
.kept tr>:nth-child(n+3){min-width:6.5rem}
.kept tr>:nth-child(n+5){overflow-wrap:anywhere}
.grouped tr>:nth-child(n+3),.turned tr>:last-child{width:26%}
.long tr>:nth-child(n+3){width:19%}
.figure>:first-child{white-space:nowrap}
.figure .of{color:var(--soft)}
.figure{display:flex;justify-content:space-between;gap:0 .75rem;flex-wrap:wrap;margin-top:.15rem;font-size:.88rem}
.turned tr>:last-child{text-align:left}
.law{min-width:40rem}
.law .cite{display:inline}
.law tbody th{min-width:11rem}
.law td:nth-child(2){min-width:6rem}
.law code{word-break:break-word}
.profiles td:nth-child(4){white-space:nowrap}
.terms dt{flex-basis:13rem}
.made dt{flex-basis:11rem}
header .facts dt{flex-basis:9rem}
.beside tbody th{white-space:nowrap}
.wide+.wide,.facts+.wide,.wide+.facts,.keep+.keep{margin-top:1.25rem}
@media screen and (max-width:60rem){.beside{grid-template-columns:minmax(0,1fr)}}
@media screen and (max-width:40rem){.multiples{grid-template-columns:minmax(0,1fr)}.beware{padding:.25rem .75rem .5rem}
.funnel tr>:nth-child(1){width:44%}.funnel tr>:nth-child(2){width:5.2rem}
table{font-size:.82rem}caption{max-width:calc(100vw - 1.6rem)}.figure{display:block;font-size:.75rem;white-space:normal}.figure>*{display:block}
.numbers td,.numbers th{padding:.3rem .2rem}svg.bar{min-width:3.5rem}.grouped tr>:first-child{min-width:3.2rem}
.beside tbody th{white-space:normal}}
@media print{
body{font-size:9pt}
table{font-size:8.2pt}
th,td{padding:.6mm 1.2mm}
h2{font-size:11pt;margin:4mm 0 1mm}
header .of,header .pairs{margin:.5mm 0;font-size:9pt}
.small,.soft{font-size:8pt}
.beside{grid-template-columns:minmax(0,9fr) minmax(0,11fr);gap:3mm 6mm}
.multiples{grid-template-columns:1fr 1fr;gap:2mm 4mm}
.beware{margin-top:2mm;padding:.5mm 3mm 1.5mm;break-inside:avoid}
.beware h2{margin-top:1mm}
svg.bar{height:11px;min-width:0}
svg.swatch{height:11px;margin-top:.3mm}
.legend,figcaption,.figure{font-size:8pt}
.legend{margin:1mm 0}
.detainer .named{font-size:11px}
.detainer .word{display:inline;font-size:10.5px}
.detainer .short{display:none}
.detainer .fine{font-size:8px}
.law{min-width:0}
.law tbody th,.kept tr>:nth-child(n+3){min-width:0}
.law td:nth-child(2){min-width:17mm}
.figure{font-size:7.6pt;margin-top:.7mm}
.wide+.wide,.facts+.wide,.wide+.facts,.keep+.keep{margin-top:2.5mm}
.keep{break-inside:avoid}
.terms dt{flex-basis:40mm}
.made dt{flex-basis:32mm}
}
"""
)
