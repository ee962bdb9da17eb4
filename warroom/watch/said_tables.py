"""What `said_words` knows of English, as tables: our own, written for live broadcasts and what brands say beside them; no dictionary."""

from __future__ import annotations

# Before `:` the sense, then its words and phrases; with = before it, its name is none of them. Written as people write, and read
# through the same stemmer as posts.
SENSES = """
dark: blackout | black out | lights out | lights go out | lights off | lights go off | lights turn off |
    turn lights out | turn out lights | power go | light fail | lights cut | lights die | turn off lights |
    turn lights off | kill lights | pitch black | pitch dark | darkness | in dark | power cut | power out |
    power outage | outage | power failure | power fail | power loss | lose power | no power | without power |
    power go out | power go off | power down | no lights | without lights | lose lights | power die | unlit |
    no electricity | electricity go out | hit switch | flip switch
=lit: lights on | lights back | lights back on | power on | power back | power back on | power restore |
    power return | lights return | lights come on | lights come back | turn on lights | turn lights on |
    restore power
=meter: electric bill | electricity bill | power bill | pay bill | feed meter | light bill
pause: delay | stoppage | suspend | halt | hold up | timeout | intermission | on hold
=resume: resume | restart | under way again | play again | back under way
bulb: lightbulb | light bulb | lamp
candle: candlelight | lantern | torch | flashlight
stadium: dome | superdome | arena | ground | venue
snack: nibble | cookies | biscuits | munchie | munch | biscuit | cookie | treat | finger food
dunk: dip | dunker
food: eat | meal | dinner | feed | grub
drink: beer | pint | booze | sip
hungry: starving | appetite | famished
kick: boot | punt
touchdown: td | end zone
goal: score | scorer
win: victory | winner | triumph | prevail | come out on top
lose: defeat | loser | fall to | go down to
beat: thrash | hammer | crush | destroy | demolish | wipe floor | smash | rout | whip | outplay
ref: referee | official | umpire | zebra
foul: penalty | flag
robbed: rob | cheat | stitch up | rig | fix
injured: injury | hurt | limp | knock | go down hurt
halftime: half time | half-time | break at half
ad: ads | advert | commercial | tv spot | spot on tv
show: performance | performer | perform | gig | set | concert
sing: singer | vocal | song | tune | anthem
dance: dancer | move | choreography
crowd: fan | audience | supporter | spectator
cry: tear | weep | sob | in bits | bawl
laugh: crack up | hilarious | funny
love: adore | obsess | heart
hate: loathe | despise | can not stand
great: amazing | awesome | brilliant | incredible | fantastic | superb | unreal | outstanding | insane | epic |
    sensational
best: finest | greatest | goat | top
bad: awful | terrible | dreadful | poor | rubbish | shocking | horrendous
worst: lousiest | poorest
boring: dull | snoozefest | yawn | tedious
sleep: asleep | nap | doze | snooze | bed
fast: quick | rapid | speed | lightning
run: sprint | dash | return
catch: grab | snag | reception
throw: pass | toss | chuck | bomb
save: stop | keeper deny | keep out
job: gig for life | employment | position
fired: sack | out of job | lose job | get axe | p45
intern: trainee | apprentice
start: begin | kickoff | kick off | get under way
end: finish | full time | whistle | conclude
wait: hang around | stand by | hold on
rain: downpour | pour | storm | drizzle | wet
cold: freeze | frozen | chilly | icy
hot: boil | scorch | heatwave | swelter
phone: mobile | cell | iphone
tv: telly | television | screen | broadcast
watch: view | tune in | viewer
money: cash | dollar | pound | pay
price: cost | expensive | pricey
buy: purchase | shop
sell: flog
help: assist | hand out
friend: mate | buddy | pal | bestie
kid: child | children | son | daughter | toddler
dad: father | papa
mum: mother | mom | mama
wife: husband | spouse | partner
dog: puppy | pup | doggo
cat: kitten | kitty
car: motor | vehicle
home: house | sofa | couch
boss: manager | coach | gaffer
team: side | squad
player: lad | athlete
champion: champ | title holder
cup: trophy | silverware
final: decider | last match
game: match | fixture
brand: company | advertiser | marketer | corporate account
tweet: post | toot | skeet
joke: gag | pun | quip | meme
dress: outfit | gown | frock | wear
hair: haircut | barnet | hairdo
shoe: sneaker | trainer shoe
angry: furious | rage | livid | fume | mad
happy: glad | delight | joy | cheer | smile
sad: gutted | heartbroken | devastate | upset
surprise: shock | stun | unexpected | out of nowhere
ghost: spooky | haunt | phantom
luck: lucky | fluke | fortunate
magic: wizard | sorcery | witchcraft | spell
thief: steal | stole | robbery | heist
fire: flame | blaze | burn
cool: chill | unbothered
pretty: beautiful | gorgeous | stunning | lovely
big: huge | massive | giant | enormous
small: tiny | little | mini
old: ancient | vintage
new: fresh | brand new
quiet: silent | silence | hush
loud: noisy | deafening
empty: deserted
full: packed | sold out
miss: fluff | shank | wide
hit: strike | whack
error: mistake | blunder | howler | gaffe
comeback: come from behind | fight back | turn around | rally
minute: min
hour: hr
second: sec
favourite: favorite | fave
colour: color
"""

# Two senses or words of which a post means one or the other.
OPPOSITES = """
dark =lit
win lose
start end
love hate
best worst
great bad
happy sad
big small
old new
hot cold
fast slow
quiet loud
empty full
first last
open close
up down
before after
more less
buy sell
pause =resume
save goal
home away
hungry full
left right
in out
on off
with without
right wrong
agree disagree
always never
early late
everyone nobody
"""

# Words that hold a sentence together: left out.
GLUE = """
's a actually all already also am amp an and any are as be because been being but can could d did do does even ever fr get
gets getting gonna got gotta gotten had has have having he her here hers him his i if im is it its just kinda let lets like
literally ll m may me might mine must my ngl of or our ours please pls quite re really rt s shall she should smh so some sort
still t tbh than that the their theirs them there these they this those through thru til too u ur us ve very via wanna was we
were will would you your yours
"""

# Words that say little alone: left out too, but they make phrases, and some have opposites.
WEAK = """
lol lmao rofl haha hahaha omg wow whoa wtf
about after again always another anybody anyone around at away back before by close come day down early end evening every
everybody everyone few first for from give go good guy guys hello hey hi how in into know last late left less look lot make
man many more most much need next night now off oh ok okay on one only open other out over own people per person put right
same say see somebody someone start stuff such take tell then thing think time to today tomorrow tonight try under up use via
vs want way well what whatever when whenever where which while who whoever whom whose why with yeah year yes yesterday
"""

NEGATIONS = "barely cannot hardly neither never no nobody none nor not nothing nowhere without"

# Before `:` the word, then forms and other spellings of it that no ending explains.
FORMS = """
go: went gone goes going | lose: lost loses losing | eat: ate eaten | bite: bit bitten | light: lit | win: won winning |
break: broke broken | make: made | say: said says | take: took taken | give: gave given | see: saw seen | come: came | run:
ran | throw: threw thrown | catch: caught | leave: left | keep: kept | begin: began begun | know: knew known | tell: told |
find: found | feel: felt | think: thought | buy: bought | sell: sold | hold: held | stand: stood | fall: fell fallen | sing:
sang sung | drink: drank drunk | sleep: slept | write: wrote written | drive: drove driven | pay: paid | steal: stole stolen
| fly: flew flown | feed: fed | freeze: froze frozen | die: died dies dying dead | child: children | wife: wives | shoot:
shot | fight: fought | bring: brought | teach: taught | sit: sat | meet: met | build: built | send: sent | wear: wore worn |
do: does did done | have: has had | off: offs | turn: turned turns turning | hate: hated hating hates | until: til till |
last: finally | cookie: cookies | grandma: gran nan nana granny grandmother | guacamole: guac | film: movie movies films |
toilet: loo toilets loos | queue: line | crash: crashed | evening: evenings
"""

COUNTED = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
