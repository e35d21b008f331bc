# Figures, each drawn from one public table, as svg, pdf and png.
#
# REQUIRES  results/public/<study>/tables/<name>.csv.
# MAKES     results/public/<study>/figures/<name>.{svg,pdf,png}


rule draw_heatmap:
    input:
        f"{PUBLIC}/tables/code_by_site.csv",
    output:
        svg=report(
            f"{PUBLIC}/figures/code_by_site.svg",
            caption="../report/heatmap.rst",
            category="Figures",
            labels=caption_labels("codes by site"),
        ),
        pdf=f"{PUBLIC}/figures/code_by_site.pdf",
        png=f"{PUBLIC}/figures/code_by_site.png",
    log:
        "results/logs/{study}/draw_heatmap.log",
    conda:
        "../../environment.yml"
    params:
        by="site",
        order=lambda wildcards: study_of(wildcards).sites(),
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("draw_heatmap"),
    script:
        "../scripts/draw_heatmap.py"


rule draw_dotplot:
    input:
        f"{PUBLIC}/tables/{{figure}}.csv",
    output:
        svg=report(
            f"{PUBLIC}/figures/{{figure}}.svg",
            caption="../report/dotplot.rst",
            category="Figures",
            labels=caption_labels("{figure}"),
        ),
        pdf=f"{PUBLIC}/figures/{{figure}}.pdf",
        png=f"{PUBLIC}/figures/{{figure}}.png",
    log:
        "results/logs/{study}/draw_dotplot.{figure}.log",
    wildcard_constraints:
        figure="codes|code_by_(?!site[.])[a-z0-9_]+",
    conda:
        "../../environment.yml"
    params:
        by=lambda wildcards: wildcards.figure.removeprefix("codes").removeprefix(
            "code_by_"
        ),
        order=lambda wildcards: study_of(wildcards)
        .crossings()
        .get(wildcards.figure.removeprefix("code_by_"), []),
        title=lambda wildcards: study_of(wildcards).title,
        synthetic=synthetic_of,
        code=code_of("draw_dotplot"),
    script:
        "../scripts/draw_dotplot.py"
