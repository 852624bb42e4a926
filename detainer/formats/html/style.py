"""How the page looks: on a light or dark screen, on a narrow one, and on paper."""

__all__ = ["STYLE"]

# The colours are those of the picture; every pair has a contrast of at least 4.5 to 1.
STYLE = r"""
:root{color-scheme:light dark;--paper:#fff;--ink:#16181d;--soft:#4a4f59;--due:#9c1420;--rule:#b3b8c2;
--ground:#f3f4f7;--link:#1d3f7a;--mark:#e3ebfa}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14161b;--ink:#eceef2;--soft:#aab0bc;--due:#ff9aa0;
--rule:#4b515d;--ground:#20242b;--link:#8fb4ff;--mark:#22304d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:62rem;padding:1.5rem 1.25rem 3rem;background:var(--paper);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{margin:0 0 .5rem;font-size:1.75rem;line-height:1.25}
h2{margin:2.25rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--rule);font-size:1.2rem;line-height:1.3}
h3{margin:1rem 0 .25rem;font-size:1rem}
p,ul,ol,dl{margin:.4rem 0}
ul,ol{padding-left:1.3rem}
li{margin:.3rem 0}
a{color:var(--link)}
code{font:.9em/1.4 ui-monospace,"Cascadia Mono",Consolas,Menlo,monospace}
header{padding:1rem 1.25rem;border:1px solid var(--rule);border-left:.5rem solid var(--due);background:var(--ground)}
header p{color:var(--soft)}
header a{color:inherit}
.soft,.where{color:var(--soft)}
.small,.soft{font-size:.9rem}
.block{display:block}
.paper{display:none}
.facts div{display:flex;gap:.25rem 1rem}
.facts dt{flex:0 0 8.5rem;color:var(--soft)}
.facts dd{margin:0;flex:1;min-width:0}
figure{margin:0}
.wide{overflow-x:auto}
.wide:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
svg{display:block;width:100%;min-width:42rem;height:auto}
table{width:100%;border-collapse:collapse;font-size:.92rem;line-height:1.4}
caption{padding:.3rem 0;color:var(--soft);text-align:left}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th{border-bottom-width:2px;color:var(--soft);font-weight:600}
tbody th{font-weight:600}
tr.governs,tr.decides{background:var(--mark)}
.clocks{min-width:44rem}
.clocks tr.governs>:nth-child(2),.clocks tr.governs>:nth-child(3){font-weight:700}
.clocks td:nth-child(2){min-width:7.5rem}
.days th,.days td:nth-child(-n+4){white-space:nowrap}
.cite{display:block}
tr.skips{color:var(--soft)}
.rules{min-width:46rem}
.rules tr>:nth-child(5){width:32%}
.rules tr>:nth-child(6){width:26%}
.rules td:nth-child(5) .block{margin-top:.2rem}
details{margin:.75rem 0}
details details{margin-left:1rem}
summary{cursor:pointer}
summary h3{display:inline;margin-right:.6rem}
.columns{columns:17rem;column-gap:2rem}
.columns li{break-inside:avoid}
#sources+ol li{padding-left:.25rem}
:target{background:var(--mark)}
footer{margin-top:2.5rem;border-top:1px solid var(--rule);padding-top:.5rem;font-weight:600}
footer .soft{font-weight:400}
@media (max-width:40rem){body{padding:.75rem .75rem 2rem}header{padding:.75rem}h1{font-size:1.35rem}
.facts div{display:block;margin-bottom:.4rem}th,td{padding:.3rem .4rem}}
@page{margin:10mm 12mm 11mm;@bottom-right{content:counter(page) " of " counter(pages);font:8pt system-ui,Arial,sans-serif;color:#4a4f59}}
@media print{
body{max-width:none;padding:0;font-size:8pt;line-height:1.28}
h1{font-size:14pt;margin-bottom:1mm}
h2{font-size:9.2pt;margin:1.9mm 0 .5mm;padding-bottom:.3mm;break-after:avoid}
h3{font-size:8pt;margin:1.2mm 0 .4mm;break-after:avoid}
header{padding:1.5mm 3mm;background:none;break-inside:avoid}
p,ul,ol,dl,details{margin:.6mm 0}
li{margin:.15mm 0}
header p{margin:.2mm 0}
table{font-size:7.4pt;line-height:1.22}
th,td{padding:.3mm 1.2mm}
caption{padding:.3mm 0}
thead{display:table-header-group}
tr,figure,li,.pair{break-inside:avoid}
#hours~details:not(.screen){break-inside:avoid}
.small,.soft{font-size:7.2pt}
.wide{overflow:visible}
svg{min-width:0;width:74%;margin:0 0 -3mm -4mm}
.rules,.clocks{min-width:0}
.rules{table-layout:fixed}
#weighed~details~details thead{display:none}
.when{white-space:nowrap}
.clocks td:nth-child(2){width:19%}
#needed-to-say-more+ul{columns:2;column-gap:5mm}
#needed-to-say-more+ul li{break-inside:avoid}
.clocks td:nth-child(4){width:25%}
.clocks td:nth-child(5){width:17%}
.clocks td:nth-child(6){width:25%}
.pair{display:grid;grid-template-columns:2fr 3fr;column-gap:8mm}
.rules th:nth-child(1){width:4%}
.rules tr>:nth-child(2){width:22%}
.rules tr>:nth-child(3){width:9%}
.rules tr>:nth-child(4){width:10.5%}
.rules tr>:nth-child(5){width:auto}
.rules tr>:nth-child(6){width:8%}
.rules .cite,.rules .block{display:inline}
.rules td:nth-child(2) .block::before{content:" "}
.rules td:nth-child(5) .block::before{content:" \2014  "}
.rules caption,.clocks caption,.days caption,.pair caption{display:none}
.facts dt{flex-basis:28mm}
#sources+ol{font-size:7.1pt;line-height:1.22}
#sources+ol .soft{font-size:inherit}
.columns{font-size:7.6pt;columns:3;column-gap:5mm}
a{color:inherit}
summary{list-style:none}
summary::-webkit-details-marker{display:none}
details::details-content{content-visibility:visible;display:block;height:auto}
tr.governs,tr.decides{background:none}
tr.governs>:first-child,tr.decides>:first-child{border-left:2pt solid}
.screen{display:none}
.paper{display:revert}
.clocks .screen{display:inline}
.clocks .paper{display:none}
footer{margin:1mm 0 0;padding:.5mm 0 0}
}
"""
