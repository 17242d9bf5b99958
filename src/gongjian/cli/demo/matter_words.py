"""What was raised in the demo's November, all of it invented: words, classes, units, and how each goes on."""

from dataclasses import dataclass

UNITS = (
    ("综合执法", "船山区综合行政执法局", "zhifa"),
    ("消防", "船山区消防救援大队", "xiaofang"),
    ("环卫", "船山区环境卫生管理所", "huanwei"),
    ("住建", "船山区住房和城乡建设局", "zhujian"),
    ("交警", "船山区交通警察大队", "jiaojing"),
)
"""Short name, name and account of the county's units that act."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One matter: the day and hour of November it came in, what was said, and its course.

    `spot` puts several at the same place, so that they repeat one another.
    """

    day: int
    hour: int = 9
    course: str
    words: str
    code: str = "0507"
    kind: str = "report"
    source: str = "portal"
    source_number: str = ""
    address: str = ""
    name: str = ""
    phone: str = "13900000000"
    units: tuple[str, ...] = ()
    wanted: str = ""
    result: str = ""
    rework: str = ""
    answer: str = ""
    rating: str = ""
    spot: int = 0


CASES = (
    Case(
        day=9,
        course="well",
        words="三栋二单元一楼消防通道堆了旧沙发和纸箱，轮椅过不去。上个月清过，又堆回来了。",
        address="梧桐路 18 号 3 栋",
        name="赵某某",
        units=("综合执法", "消防", "居委会"),
        wanted="当天清完，商量好以后谁来管。",
        result="旧沙发和纸箱已运走，地上划了通道线，贴了告示。",
        rework="单元门外还堆着两捆纸箱，请一并清走。",
        answer="综合执法局当天清走通道内外的旧家具，消防大队划出通道线，居委会每周三巡查一次并公示结果。",
        rating="这次清得干净",
        spot=3,
    ),
    Case(
        day=10,
        course="well",
        words="菜市场东门有人把货摆到人行道上，推婴儿车要走到马路上。",
        code="0504",
        address="河西路菜市场东门",
        name="钱某",
        units=("综合执法",),
        result="劝回店内 6 家，装了 20 米隔离桩。",
        answer="执法队员早晚高峰在东门值守，六家店已收回店内经营，人行道加装了隔离桩。",
    ),
    Case(
        day=10,
        hour=14,
        course="answered",
        kind="consultation",
        code="9908",
        source="phone",
        words="老楼想加装电梯，要几户同意、到哪里办？",
        name="孙某",
        answer="本单元占比三分之二以上的业主参与表决、参与者四分之三以上同意即可申请，材料交街道便民中心二楼 6 号窗口，可先约社区上门讲解。",
    ),
    Case(
        day=11,
        course="badly",
        words="半夜十二点以后楼下烧烤店还在门口摆桌，烟往屋里灌，睡不着。",
        code="0510",
        address="滨江路 66 号楼下",
        name="李某某",
        units=("综合执法", "环卫"),
        result="已约谈店主，收走门口桌椅 8 套。",
        answer="执法队员 11 日晚约谈店主，收走占道桌椅八套，店主书面承诺十点半以后不在门外经营。",
        rating="第二天晚上又摆出来了，烟还是一样大",
    ),
    Case(
        day=12,
        course="well",
        source="patrol",
        words="巡查发现公交站台和三根电杆贴满小广告。",
        code="0201",
        address="滨江路公交站",
        units=("环卫",),
        result="站台和电杆已冲洗，涂了防粘漆。",
        answer="环卫所当天冲洗了站台和三根电杆，涂了防粘贴涂料，张贴的电话号码已交通信管理部门停机。",
    ),
    Case(
        day=12,
        hour=11,
        course="unsolved",
        words="隔壁把阳台封出去一米多，挡了我家光线。",
        code="0101",
        address="梧桐路 20 号 5 栋 302",
        name="周某",
        units=("住建",),
        result="双方已就相邻权纠纷起诉，等法院判决。",
        answer="经查双方已就封阳台一事在法院起诉，判决以前不能强制拆除；判决后由住建局按判决执行，届时会电话告知您。",
    ),
    Case(
        day=13,
        course="answered",
        kind="idea",
        code="9909",
        words="建议把小区东侧空地做成停车棚，给电动车集中充电，楼道里就没人拉线了。",
        name="吴某",
        answer="社区 13 日踏勘了东侧空地，面积够建 40 个车位，已列入明年民生项目申报清单，一季度开居民会商量方案。",
    ),
    Case(
        day=16,
        course="signed",
        kind="dispute",
        code="9901",
        source="phone",
        words="楼上漏水泡了我家吊顶，楼上不肯开门，双方在楼道里吵起来了。",
        address="梧桐路 18 号 1 栋",
        name="郑某",
        units=("居委会",),
        wanted="今天先把两家请到一起，水先关上。",
    ),
    Case(
        day=17,
        course="well",
        source="hotline",
        source_number="SN12345-20261117-0031",
        words="热线转：凯旋路口路灯三盏不亮，晚上学生放学看不清。",
        code="9903",
        address="凯旋路口",
        name="冯某",
        units=("住建",),
        result="三盏路灯换了线路和灯头。",
        answer="住建局路灯班组 17 日下午更换三盏路灯的线路和灯头，晚上现场试亮，并把这一段列入月检。",
    ),
    Case(
        day=18,
        course="done",
        words="三栋楼道又堆纸箱了，和上次是同一家。",
        address="梧桐路 18 号 3 栋",
        name="赵某某",
        units=("综合执法", "居委会"),
        result="纸箱已清走，和住户签了不再堆放的约定。",
        spot=3,
    ),
    Case(
        day=19,
        course="held",
        words="二栋顶楼雨棚松动，刮风时响，怕掉下来。",
        code="0205",
        address="梧桐路 18 号 2 栋",
        name="陈某",
        units=("住建",),
        result="等产权单位到场开锁。",
    ),
    Case(
        day=20,
        course="returned",
        source="hotline",
        source_number="SN12345-20261120-0007",
        words="热线转：小区地下车库进出口经常堵，保安不管。",
        code="9902",
        address="锦绣苑",
        name="褚某",
        units=("交警",),
        result="车库在小区内，属物业服务，请派住建局。",
    ),
    Case(
        day=20,
        hour=14,
        course="dispatched",
        words="工地晚上十一点还在打桩，孩子没法睡。",
        code="0301",
        address="滨江路 90 号工地",
        name="卫某",
        units=("住建", "综合执法"),
        wanted="今晚到现场，查夜间施工许可。",
    ),
    Case(
        day=23,
        course="filed",
        words="盲道上停了一排共享电动车。",
        code="0506",
        address="凯旋路中段",
        name="蒋某",
    ),
    Case(
        day=24,
        course="reported",
        words="三栋楼道第三次堆纸箱，请从根上解决。",
        address="梧桐路 18 号 3 栋",
        name="赵某某",
        spot=3,
    ),
    Case(
        day=24,
        hour=15,
        course="reported",
        words="五栋地下室冒烟，有焦味，不知道是不是电线。",
        address="梧桐路 20 号 5 栋",
        name="沈某",
    ),
    Case(day=24, hour=16, course="reported", source="phone", words="公园北门的健身器材松了，老人差点摔着。"),
)
ELSEWHERE = (
    Case(day=18, course="reported", words="垃圾桶三天没有清，味道大。", code="0102", name="韩某"),
    Case(day=20, course="reported", words="路口井盖翘起一角，夜里骑车危险。", name="杨某"),
    Case(day=23, course="reported", source="phone", words="楼下小卖部音箱从早放到晚。", name="朱某"),
    Case(
        day=24,
        course="reported",
        kind="consultation",
        words="社区食堂几点开饭，外卖送不送上楼？",
        name="秦某",
    ),
)
"""Matters of other streets of the county, still to be filed."""
