grammar VitrineSql;
script : EOF ;
WS : [ \t\r\n]+ -> skip ;
