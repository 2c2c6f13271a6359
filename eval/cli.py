"""The console command `yinju`: the commands of the service and, below `eval`, the evaluations.

Invariant: nothing of the evaluation is imported before one of its commands runs; `yinju search` does not pay for it.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from eval.engines import Engine
from service.cli import app
from service.settings import read_settings
from service.usage import ChineseCommand, ChineseGroup, WrongUse

evaluation = typer.Typer(cls=ChineseGroup, options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
bench = typer.Typer(cls=ChineseGroup, options_metavar="[选项]", subcommand_metavar="命令 [参数]…")
app.add_typer(evaluation, name="eval", help="评测检索与回答的质量，测量速度。")
evaluation.add_typer(bench, name="bench", help="测量速度，结果为 Markdown 表格。")

Failures = Annotated[int, typer.Option(metavar="个数", min=0, help="逐个解释多少个未达预期的问题")]
Json = Annotated[Path | None, typer.Option("--json", metavar="文件", help="把全部数值写成 JSON 文件")]
Gate = Annotated[bool, typer.Option("--gate", help="与 eval/floors.json 的下限比较，有未守住的则退出状态为 1")]
Model = Annotated[str | None, typer.Option(metavar="名称", help="向量模型（默认用自带的模型）")]
Folder = Annotated[Path, typer.Argument(metavar="目录", help="含 corpus.jsonl、queries.jsonl、qrels.tsv")]
LimitDocs = Annotated[int | None, typer.Option(metavar="篇数", min=1, help="只收这么多篇，已标注的都在内")]


def _evaluation(module: str) -> ModuleType:
    """A module of the evaluation itself, which needs the extra `eval`."""
    try:
        return import_module(f"eval.{module}")
    except ModuleNotFoundError as error:
        if error.name != "ir_measures":
            raise
        raise WrongUse("缺少评测组件。请先在程序的文件夹里运行：pip install -e '.[eval]'") from error


def _output(failures: int, json: Path | None, gate: bool) -> object:
    from eval.gate import FLOORS
    from eval.output import Output

    return Output(failures, json, FLOORS if gate else None)


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def retrieval(
    folders: Annotated[list[Path], typer.Argument(metavar="目录…", help="含 corpus.jsonl、queries.jsonl、qrels.tsv")],
    queries: Annotated[str, typer.Option(metavar="文件名", help="目录里的问题文件")] = "queries.jsonl",
    engine: Annotated[list[Engine] | None, typer.Option(help="hybrid、lexical 或 dense，可重复以作比较")] = None,
    limit_queries: Annotated[int | None, typer.Option(metavar="个数", min=1, help="只问前几个问题")] = None,
    limit_docs: LimitDocs = None,
    data: Annotated[Path | None, typer.Option(metavar="目录", help="存放索引的目录（默认在用户缓存里）")] = None,
    model: Model = None,
    baseline: Annotated[Path | None, typer.Option(metavar="文件", help="以前用 --json 写下的结果，作配对检验")] = None,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测检索：把目录里的语料编入索引，逐个提问，列出各项指标。"""
    commands = _evaluation("commands")
    options = commands.RetrievalOptions(
        queries=queries,
        engines=tuple(dict.fromkeys(engine or [Engine.HYBRID])),
        limit_queries=limit_queries,
        limit_docs=limit_docs,
        cache=data,
        model=model,
        baseline=baseline,
    )
    raise typer.Exit(commands.evaluate_retrieval(folders, options, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def ablation(
    sets: Annotated[list[Path], typer.Argument(metavar="目录…", help="评测集目录，或其中的一个问题文件")],
    limit_queries: Annotated[int | None, typer.Option(metavar="个数", min=1, help="每个评测集只问前几个问题")] = None,
    write: Annotated[Path | None, typer.Option(metavar="文件", help="把表格写进这个 Markdown 文件的标记之间")] = None,
) -> None:
    """检索各组成部分各有多少作用：同样的问题，分别只用其中一部分来排，列成一张表。"""
    _evaluation("ablation").evaluate_ablation(sets, limit_queries, write)


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def answers(
    source: Annotated[Path, typer.Argument(metavar="文件", help="问题文件（.jsonl），或问题带答案的评测集目录")],
    data: Annotated[Path | None, typer.Option(metavar="目录", help="已有的数据目录（默认另建所需的索引）")] = None,
    baselines: Annotated[bool, typer.Option("--baselines", help="与两种简单做法比较：引最佳段落、引最近句子")] = False,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测回答：逐个提问，核对引文，看该答的答对多少、不该答的拒答多少。"""
    commands = _evaluation("commands")
    settings = read_settings(data) if data else None
    raise typer.Exit(commands.evaluate_answers(source, settings, _output(failures, json, gate), baselines))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def refusals(
    plan: Annotated[Path, typer.Argument(metavar="目录", help="列出干扰段落的 queries.jsonl 所在；或带答案的评测集")],
    limit: Annotated[int | None, typer.Option(metavar="个数", min=1, help="只问前几个问题")] = None,
    curve: Annotated[
        bool, typer.Option("--curve", help="另把所需的依据放宽、收紧各三档，看拒答与答对如何此消彼长")
    ] = False,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测拒答：只给不含答案的段落，看拒答多少；再补上含答案的段落，看答对多少。"""
    evaluation = _evaluation("refusals")
    raise typer.Exit(evaluation.evaluate_refusals(plan, limit, _output(failures, json, gate), curve=curve))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def formats(
    names: Annotated[list[str] | None, typer.Argument(metavar="[格式]…", help="如 DOCX、PDF（默认全部）")] = None,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测读取：当场制作各种格式的文件，读取后与所写内容比较。"""
    evaluation = _evaluation("formats")
    raise typer.Exit(evaluation.evaluate_formats(names or [], _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def reading(
    folder: Annotated[Path, typer.Argument(metavar="目录", help="含 dirt_fixtures.jsonl：每行一对完好与损坏的文本")],
    seeds: Annotated[Path | None, typer.Option(metavar="目录", help="真实网页所在（默认 <目录>/../../seeds）")] = None,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测修复：损坏的文本复原多少、误改多少，完好的文本是否一字未动。"""
    evaluation = _evaluation("reading")
    raise typer.Exit(evaluation.evaluate_reading(folder, seeds, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def structure(
    folder: Annotated[Path, typer.Argument(metavar="目录", help="含 seeds 与 data：标准所据的原文")],
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测章节：真实文件每一段的标题路径，与手工标定的比较。"""
    evaluation = _evaluation("structure")
    raise typer.Exit(evaluation.evaluate_structure(folder, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def policies(
    folder: Annotated[Path, typer.Argument(metavar="目录", help="含 raw_html.jsonl 与 corpus.jsonl")],
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测网页：政府网站页面的标题、文号、机关、日期与正文段落，读得对不对、全不全。"""
    evaluation = _evaluation("policies")
    raise typer.Exit(evaluation.evaluate_policies(folder, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def verify(
    data: Annotated[Path | None, typer.Option(metavar="目录", help="已有的数据目录（默认用内置资料）")] = None,
    count: Annotated[int, typer.Option("-n", "--count", metavar="条数", min=100, help="造多少条假引文")] = 10_000,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测核对：改一处的引文应一条不放行，只换写法的原文应一条不误伤。"""
    evaluation = _evaluation("verification")
    raise typer.Exit(evaluation.evaluate_verification(data, count, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def shorthands(
    gold: Annotated[Path | None, typer.Argument(metavar="文件", help="简称及其所指（默认用内置资料和问题）")] = None,
    folder: Annotated[Path | None, typer.Option(metavar="目录", help="文献所在（默认 <文件>/../../seeds）")] = None,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测简称：只查名称，看说全它的那一段排第几。"""
    evaluation = _evaluation("shorthands")
    raise typer.Exit(evaluation.evaluate_shorthands(gold, folder, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def spelling(
    folder: Annotated[Path | None, typer.Argument(metavar="目录", help="评测集目录（默认用内置资料）")] = None,
    failures: Failures = 0,
    json: Json = None,
    gate: Gate = False,
) -> None:
    """评测纠错：把库中的名称写成拼音、换一个同音字，看改对多少；再看无误的问题有没有被改动。"""
    evaluation = _evaluation("spelling")
    raise typer.Exit(evaluation.evaluate_spelling(folder, _output(failures, json, gate)))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def kin(
    corpus: Annotated[Path, typer.Argument(metavar="文件", help="语料（corpus.jsonl），或别的一个文件")],
    sample: Annotated[int, typer.Option(metavar="组数", min=0, help="随机抽多少组列出来，供逐篇对读")] = 10,
) -> None:
    """重复与相近：语料中有多少全文相同、转载或改写，抽几组供对读。不计算向量。"""
    typer.echo(_evaluation("kin").measure_kin(corpus, sample))


@evaluation.command(cls=ChineseCommand, options_metavar="[选项]")
def fuzz(
    inputs: Annotated[int, typer.Option(metavar="个数", min=1, help="读多少个损坏的文件")] = 2400,
    seed: Annotated[int, typer.Option(metavar="数", help="同样的种子给出同样的文件")] = 1,
) -> None:
    """考验读取：把自制文件用各种办法弄坏再读，不得崩溃、卡住或说不出原因。"""
    raise typer.Exit(_evaluation("fuzzing").evaluate_fuzzing(inputs, seed))


@bench.command("process", cls=ChineseCommand, options_metavar="[选项]")
def bench_process(
    query: Annotated[str, typer.Argument(metavar="检索词")] = "两带三同",
    data: Annotated[Path | None, typer.Option(metavar="目录", help="数据目录（默认 $YINJU_DATA，否则 ./data）")] = None,
    runs: Annotated[int, typer.Option(metavar="次数", min=1, help="运行几次，取中位数")] = 7,
) -> None:
    """整个进程：yinju search 从启动到退出的时间，各阶段各占多少。"""
    from eval.bench import measure_process

    typer.echo(measure_process(query, read_settings(data).data, runs))


@bench.command("service", cls=ChineseCommand, options_metavar="[选项]")
def bench_service(
    folder: Folder,
    limit_docs: LimitDocs = None,
    limit_queries: Annotated[int, typer.Option(metavar="个数", min=1, help="问前几个问题")] = 200,
) -> None:
    """服务之内：一次检索的时间，各阶段各占多少。"""
    from eval.bench import measure_service

    typer.echo(measure_service(folder, limit_docs, limit_queries))


@bench.command("answers", cls=ChineseCommand, options_metavar="[选项]")
def bench_answers(
    folder: Folder,
    limit_docs: LimitDocs = None,
    limit_queries: Annotated[int, typer.Option(metavar="个数", min=1, help="问前几个问题")] = 100,
) -> None:
    """回答：一次回答的时间，与一次检索相比。"""
    from eval.bench_answers import measure_answers

    typer.echo(measure_answers(folder, limit_docs, limit_queries))


@bench.command("indexing", cls=ChineseCommand, options_metavar="[选项]")
def bench_indexing(folder: Folder, limit_docs: LimitDocs = None) -> None:
    """编制索引：每秒多少段，与向量模型自身的速度相比。"""
    from eval.bench import measure_indexing

    typer.echo(measure_indexing(folder, limit_docs))


@bench.command("scale", cls=ChineseCommand, options_metavar="[选项]")
def bench_scale(
    corpus: Annotated[Path, typer.Argument(metavar="文件", help="语料（corpus.jsonl 或 .jsonl.gz）")],
    queries: Annotated[Path, typer.Option(metavar="文件", help="问题文件（queries.jsonl）")],
    size: Annotated[list[int] | None, typer.Option(metavar="篇数", min=1, help="收多少篇，可重复")] = None,
    limit_queries: Annotated[int, typer.Option(metavar="个数", min=30, help="问前几个问题")] = 220,
    filter: Annotated[str, typer.Option(metavar="条件", help="另测带筛选的检索，写法同检索词中的")] = "地区:上海",
    keep: Annotated[Path | None, typer.Option(metavar="目录", help="资料库留在这里，再次测量时不必重建")] = None,
) -> None:
    """规模：语料从小到大，检索各阶段的时间、内存和索引大小；段落向量按样本仿造，其余都是真的。"""
    from eval.scale import Searches, measure_scale

    searches = Searches(queries, limit_queries, filter)
    typer.echo(measure_scale(corpus, size or [1000, 10_000, 100_000], searches, keep))


@bench.command("vectors", cls=ChineseCommand, options_metavar="[选项]")
def bench_vectors(
    data: Annotated[Path, typer.Argument(metavar="数据目录", help="资料库的数据目录，用其中的向量")],
    queries: Annotated[Path, typer.Option(metavar="文件", help="问题文件（queries.jsonl）")],
    limit_queries: Annotated[int, typer.Option(metavar="个数", min=1, help="问前几个问题")] = 200,
) -> None:
    """向量索引：各种索引找回多少、多快、多大，与精确检索相比。"""
    from eval.vectors import compare_indexes

    typer.echo(compare_indexes(read_settings(data), queries, limit_queries))


def main() -> None:
    """Run the command line."""
    app()
