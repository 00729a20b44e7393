"""Concepts: the everyday things of local projects, under their names in Georgian, Armenian, Azerbaijani and English.

A text that names one in any language is found under its name in the others, before anybody has translated it. A name
may have several words; names stand in the nominative, and in the forms that `endings` cannot lead back to it.
"""

# What can be built, mended or offered.
THINGS = {
    "road": "გზა, ճանապարհ, yol, road",
    "street": "ქუჩა, փողոց, küçə, street",
    "bridge": "ხიდი, կամուրջ, körpü, bridge",
    "lighting": "განათება, გარე განათება, ლამპიონი, լուսավորություն, լուսավորում, լապտեր, işıqlandırma, işıqlandırılma, "
    "küçə lampası, küçə işığı, lamp, lampa, lighting, street light, streetlight, street lamp",
    "water": "წყალი, ջուր, su, water",
    "water_pipe": "წყალსადენი, წყლის მილი, წყალმომარაგება, ջրագիծ, ջրամատակարարում, ջրատար, ջրի խողովակ, su kəməri, su xətti, "
    "su təchizatı, water pipe, pipeline, water supply",
    "well": "ჭა, ჭის, ჭაბურღილი, ջրհոր, հորատանցք, su quyusu, quyu, artezian, water well, borehole",
    "spring": "წყარო, աղբյուր, bulaq, spring",
    "school": "სკოლა, դպրոց, məktəb, school",
    "kindergarten": "საბავშვო ბაღი, ბაგა ბაღი, մանկապարտեզ, uşaq bağçası, bağça, kindergarten, nursery, preschool",
    "playground": "სათამაშო მოედანი, საბავშვო მოედანი, խաղահրապարակ, մանկական հրապարակ, խաղադաշտ, oyun meydançası, "
    "uşaq meydançası, playground",
    "sports_ground": "სტადიონი, სპორტული მოედანი, სპორტმოედანი, სპორტული დარბაზი, մարզադաշտ, մարզահրապարակ, ստադիոն, "
    "stadion, idman meydançası, idman meydanı, stadium, sports ground, sports field, pitch",
    "gym": "სპორტდარბაზი, სპორტული დარბაზი, ტრენაჟორი, մարզասրահ, մարզադահլիճ, մարզասարք, idman zalı, trenajor, gym, "
    "sports hall, gymnasium",
    "football": "ფეხბურთი, ֆուտբոլ, futbol, football, soccer",
    "park": "პარკი, სკვერი, զբոսայգի, պուրակ, այգի, park, istirahət parkı, public garden",
    "bench": "სკამი, გრძელი სკამი, նստարան, skamya, oturacaq, bench",
    "roof": "სახურავი, տանիք, dam örtüyü, dam, çatı, roof",
    "bus_stop": "გაჩერება, ავტობუსის გაჩერება, მოსაცდელი, կանգառ, dayanacaq, avtobus dayanacağı, bus stop, bus shelter",
    "bus": "ავტობუსი, მარშრუტკა, მიკროავტობუსი, ավտոբուս, երթուղային, avtobus, marşrut, bus, minibus",
    "waste_bin": "ნაგვის ურნა, ურნა, ნაგვის კონტეინერი, ნაგავი, ნაგვის, աղբաման, աղբարկղ, աղբ, zibil qutusu, zibil qabı, "
    "zibil konteyneri, zibil, waste bin, rubbish bin, litter bin, rubbish, garbage, waste",
    "clinic": "ამბულატორია, კლინიკა, პოლიკლინიკა, საავადმყოფო, բուժկետ, ամբուլատորիա, պոլիկլինիկա, հիվանդանոց, "
    "ambulatoriya, poliklinika, klinika, xəstəxana, həkim məntəqəsi, clinic, hospital, outpatient, health centre",
    "doctor": "ექიმი, բժիշկ, həkim, doctor",
    "pharmacy": "აფთიაქი, դեղատուն, դեղատան, aptek, əczaxana, pharmacy, drugstore",
    "library": "ბიბლიოთეკა, գրադարան, kitabxana, library",
    "culture_house": "კულტურის სახლი, კულტურის ცენტრი, კლუბი, մշակույթի տուն, մշակույթի տան, մշակույթի կենտրոն, ակումբ, mədəniyyət evi, "
    "klub, culture house, house of culture, cultural centre, community centre, club",
    "fence": "ღობე, შემოღობვა, მესერი, ցանկապատ, պարիսպ, hasar, çəpər, fence",
    "sidewalk": "ტროტუარი, საფეხმავლო ბილიკი, մայթ, հետիոտնային ուղի, səki, piyada yolu, sidewalk, pavement, footpath",
    "crossing": "გადასასვლელი, ზებრა, հետիոտնային անցում, անցում, piyada keçidi, keçid, crossing, crosswalk",
    "speed_bump": "სიჩქარის შემზღუდავი, ბარიერი, արագության սահմանափակիչ, sürət məhdudlaşdırıcı, speed bump",
    "cemetery": "სასაფლაო, գերեզմանոց, գերեզմանատուն, գերեզմանատան, qəbiristanlıq, məzarlıq, cemetery, graveyard",
    "irrigation": "სარწყავი არხი, სარწყავი, ირიგაცია, არხი, ոռոգում, ոռոգման ջրանցք, ոռոգման, ջրանցք, առու, "
    "suvarma kanalı, suvarma, arx, irrigation, irrigation canal",
    "electricity": "ელექტროენერგია, დენი, ელექტრო, ელექტროგადამცემი, էլեկտրականություն, հոսանք, էլեկտրաէներգիա, elektrik, "
    "elektrik enerjisi, transformator, electricity, power line",
    "internet": "ინტერნეტი, ինտերնետ, համացանց, internet, wifi",
    "gas": "გაზი, გაზიფიცირება, ბუნებრივი აირი, գազ, գազաֆիկացում, qaz, qazlaşdırma, gas supply, natural gas",
    "toilet": "ტუალეტი, საპირფარეშო, զուգարան, սանհանգույց, tualet, ayaqyolu, sanitar qovşaq, toilet, lavatory",
    "ramp": "პანდუსი, թեքահարթակ, pandus, ramp",
    "heating": "გათბობა, ջեռուցում, ջեռուցման, isitmə, istilik sistemi, istilik, heating",
    "stove": "ღუმელი, შეშის ღუმელი, վառարան, soba, stove",
    "window": "ფანჯარა, კარ ფანჯარა, պատուհան, pəncərə, window",
    "market": "ბაზარი, շուկա, bazar, market",
    "parking": "ავტოსადგომი, პარკინგი, სადგომი, ավտոկայանատեղի, կայանատեղի, ավտոկանգառ, parkinq, avtodayanacaq, parking, "
    "car park",
    "tree": "ხე, ხის, ხეები, ხეების, ნერგი, გამწვანება, ծառ, ծառատունկ, տնկի, կանաչապատում, ağac, tinglər, ting, yaşıllaşdırma, "
    "tree, sapling, greening",
    "drainage": "სანიაღვრე, სანიაღვრე არხი, დრენაჟი, წყალარინება, հեղեղատար, դրենաժ, ջրահեռացում, drenaj, yağış suyu, "
    "drainage, storm drain, gutter",
    "sewage": "კანალიზაცია, საკანალიზაციო, კოლექტორი, կոյուղի, կոյուղագիծ, kanalizasiya, çirkab suyu, sewage, sewer, "
    "sewerage",
    "flood": "წყალდიდობა, ღვარცოფი, ნაპირსამაგრი, ջրհեղեղ, սելավ, ափապաշտպան, daşqın, sel suyu, sahil bərkitmə, flood",
    "river": "მდინარე, գետ, çay, river",
    "dog_shelter": "ძაღლების თავშესაფარი, მაწანწალა ძაღლი, უპატრონო ძაღლი, ძაღლი, շների կացարան, թափառող շուն, շուն, շների, "
    "sahibsiz itlər, itlər sığınacağı, küçə itləri, dog shelter, stray dog, dog",
    "women": "ქალთა ოთახი, ქალთა, ქალები, ქალი, կանանց սենյակ, կանայք, կանանց, կին, qadınlar otağı, qadın, women, woman",
    "elderly": "მოხუცებულთა, ხანდაზმული, პენსიონერი, მოხუცი, տարեց, ծեր, թոշակառու, yaşlı, ahıl, qoca, pensiyaçı, elderly, "
    "elder, pensioner, senior",
    "youth": "ახალგაზრდა, ახალგაზრდობა, ახალგაზრდული ცენტრი, երիտասարդ, երիտասարդական կենտրոն, gənc, gənclər mərkəzi, youth, "
    "young people",
    "child": "ბავშვი, ბავშვთა, երեխա, մանուկ, մանկական, uşaq, child, children",
    "disabled": "შეზღუდული შესაძლებლობა, შშმ, ეტლი, հաշմանդամ, հաշմանդամություն, անվասայլակ, əlil, əlillik, disabled, disability, "
    "wheelchair",
    "greenhouse": "სათბური, ջերմոց, istixana, greenhouse",
    "pasture": "საძოვარი, արոտավայր, արոտ, otlaq, örüş, pasture",
    "livestock": "საქონელი, პირუტყვი, անասուն, անասնապահություն, mal qara, heyvandarlıq, livestock, cattle",
    "bathhouse": "აბანო, բաղնիք, hamam, bathhouse",
    "church": "ეკლესია, ტაძარი, եկեղեցի, տաճար, kilsə, church",
    "mosque": "მეჩეთი, մզկիթ, məscid, mosque",
    "monument": "ძეგლი, მემორიალი, հուշարձան, կոթող, abidə, heykəl, monument, memorial",
    "museum": "მუზეუმი, թանգարան, muzey, museum",
    "square": "მოედანი, հրապարակ, meydan, square",
    "yard": "ეზო, ეზოს, ეზოების, բակ, həyət, yard, courtyard",
    "stairs": "კიბე, კიბის, աստիճան, pilləkən, stairs, steps",
    "wall": "კედელი, საყრდენი კედელი, պատ, հենապատ, divar, istinad divarı, wall",
    "camera": "კამერა, ვიდეოკამერა, ვიდეოთვალი, տեսախցիկ, տեսահսկում, kamera, video müşahidə, camera",
    "sign": "საგზაო ნიშანი, ნიშანი, ճանապարհային նշան, yol nişanı, road sign, traffic sign",
    "traffic_light": "შუქნიშანი, լուսացույց, işıqfor, svetofor, traffic light",
    "bicycle": "ველოსიპედი, ველობილიკი, հեծանիվ, հեծանվուղի, velosiped, velosiped yolu, bicycle, cycle path, bike",
    "computer": "კომპიუტერი, կոմպյուտեր, համակարգիչ, համակարգչի, kompüter, computer",
    "course": "კურსი, სწავლება, წრე, դասընթաց, խմբակ, kurs, dərnək, course, training",
    "music": "მუსიკა, მუსიკალური, երաժշտություն, երաժշտական, musiqi, music",
    "theatre": "თეატრი, թատրոն, teatr, theatre",
    "canteen": "სასადილო, ճաշարան, yeməkxana, aşxana, canteen",
    "solar": "მზის პანელი, მზის ენერგია, արևային վահանակ, արևային, günəş paneli, günəş enerjisi, solar panel, solar",
    "fire": "სახანძრო, ხანძარი, հրդեհ, հրշեջ, yanğın, fire station, fire engine",
    "festival": "ფესტივალი, დღესასწაული, փառատոն, տոն, festival, bayram, festival",
}

# What is done to them: this alone does not make two proposals alike.
ACTS = {
    "repair": "შეკეთება, რემონტი, რეაბილიტაცია, აღდგენა, նորոգում, վերանորոգում, նորոգել, վերականգնում, təmir, bərpa, repair, "
    "renovation, rehabilitation, restoration",
    "build": "მშენებლობა, აშენება, აგება, მოწყობა, կառուցում, շինարարություն, կառուցել, tikinti, tikilmə, qurulma, inşaat, build, "
    "building, construction",
    "asphalt": "ასფალტი, დაგება, ասֆալտ, ասֆալտապատում, asfalt, asfaltlanma, asphalt, paving",
    "buy": "შეძენა, ყიდვა, գնում, ձեռքբերում, alınma, purchase, buying",
    "cleaning": "დასუფთავება, გაწმენდა, մաքրում, təmizlənmə, təmizlik, cleaning",
    "new": "ახალი, նոր, yeni, təzə, new",
    "village": "სოფელი, գյուղ, kənd, village",
    "town": "ქალაქი, քաղաք, şəhər, town, city",
}

CONCEPTS = THINGS | ACTS

# Words that say nothing by themselves.
STOP_WORDS = (
    "და ან რომ ეს ის არის რა კი თუ მაგრამ უნდა ამ იმ "
    "եվ ու կամ է են որ այս այդ համար մեջ պետք "
    "və ilə üçün bir bu ki da də ya həm olan "
    "the a an of and or for in on at to with by from is are be s"
)
